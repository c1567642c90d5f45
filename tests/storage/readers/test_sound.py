"""Recordings encoded here, read back: length, samples, seeking, films, damage."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from storage.errors import ReadError, Unsupported
from storage.readers.reading import read, sound_windows
from storage.readers.values import SAMPLE_RATE_HZ, SoundHeader, TextDocument

SECONDS = 6


def tones(rate_hz: int, channels: int = 1) -> NDArray[np.float32]:
    """Second n is a tone of 300 + 200 n Hz, shape (channels, samples)."""
    t = np.arange(SECONDS * rate_hz) / rate_hz
    wave = 0.4 * np.sin(2 * np.pi * (300 + 200 * np.floor(t)) * t)
    return np.repeat(wave[None].astype(np.float32), channels, axis=0)


def encode(
    path: Path, codec: str, *, rate_hz: int = 44_100, channels: int = 1, film: bool = False
) -> Path:
    if codec == "vorbis":
        # FFmpeg's own Vorbis encoder is experimental.
        soundfile.write(path, tones(rate_hz, channels).T, rate_hz, format="OGG", subtype="VORBIS")
        return path
    with av.open(str(path), "w") as out:
        layout = "stereo" if channels == 2 else "mono"
        video: Any = None
        if film:
            video = out.add_stream("mpeg4", rate=10)
            video.width = video.height = 64
            video.pix_fmt = "yuv420p"
        stream: Any = out.add_stream(codec, rate=rate_hz)
        stream.codec_context.layout = layout
        out.metadata["title"] = "Tones"
        wave = tones(rate_hz, channels)
        wanted = stream.codec_context.codec.audio_formats[0].name
        resampler = av.AudioResampler(format=wanted, layout=layout, rate=rate_hz)
        for start in range(0, wave.shape[1], 4410):
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(wave[:, start : start + 4410]), format="fltp", layout=layout
            )
            frame.sample_rate = rate_hz
            frame.pts = start
            frame.time_base = Fraction(1, rate_hz)
            for ready in resampler.resample(frame):
                out.mux(stream.encode(ready))
        for ready in resampler.resample(None):
            out.mux(stream.encode(ready))
        out.mux(stream.encode(None))
        if film:
            for number in range(SECONDS * 10):
                picture = av.VideoFrame.from_ndarray(
                    np.zeros((64, 64, 3), np.uint8), format="rgb24"
                )
                picture.pts = number
                picture.time_base = Fraction(1, 10)
                out.mux(video.encode(picture))
            out.mux(video.encode(None))
    return path


def header(path: Path) -> SoundHeader:
    value = read(path)
    assert isinstance(value, SoundHeader)
    return value


def pitch_hz(samples: NDArray[np.int16]) -> float:
    spectrum = np.abs(np.fft.rfft(samples.astype(np.float64)))
    return float(spectrum.argmax() * SAMPLE_RATE_HZ / samples.size)


KINDS = [
    ("wav", "pcm_s16le", 44_100, 2),
    ("flac", "flac", 44_100, 1),
    ("mp3", "libmp3lame", 44_100, 2),
    ("ogg", "vorbis", 44_100, 1),
    ("opus", "libopus", 48_000, 1),
    ("m4a", "aac", 44_100, 2),
    ("aac", "aac", 44_100, 1),
    ("webm", "libopus", 48_000, 2),
    ("mka", "flac", 22_050, 1),
    ("aiff", "pcm_s16be", 16_000, 1),
    ("ac3", "ac3", 48_000, 2),
    ("w64", "pcm_s16le", 44_100, 2),
    ("tta", "tta", 44_100, 1),
]


@pytest.mark.parametrize(("suffix", "codec", "rate_hz", "channels"), KINDS)
def test_formats_windows_and_seeking(
    tmp_path: Path, suffix: str, codec: str, rate_hz: int, channels: int
) -> None:
    path = encode(tmp_path / f"a.{suffix}", codec, rate_hz=rate_hz, channels=channels)
    found = header(path)
    assert found.media_type.startswith("audio/")
    assert found.duration_s == pytest.approx(SECONDS, abs=0.15)
    windows = list(sound_windows(path, window_s=2.0))
    assert [window.dtype for window in windows] == [np.int16] * len(windows)
    assert [window.size for window in windows[:2]] == [32_000, 32_000]
    total_s = sum(window.size for window in windows) / SAMPLE_RATE_HZ
    assert total_s == pytest.approx(SECONDS, abs=0.15)
    # Second 4 sounds the same whether it is reached by reading or by seeking.
    whole = np.concatenate(windows)
    (sought,) = sound_windows(path, start_s=4.1, end_s=4.9, window_s=30.0)
    assert sought.size == pytest.approx(0.8 * SAMPLE_RATE_HZ, abs=2)
    for samples in (sought, whole[int(4.1 * SAMPLE_RATE_HZ) : int(4.9 * SAMPLE_RATE_HZ)]):
        assert pitch_hz(samples) == pytest.approx(1100, abs=5)


def test_seeking_is_exact_to_the_millisecond(tmp_path: Path) -> None:
    for suffix, codec in (
        ("wav", "pcm_s16le"),
        ("flac", "flac"),
        ("mp3", "libmp3lame"),
        ("m4a", "aac"),
    ):
        path = encode(tmp_path / f"a.{suffix}", codec, rate_hz=16_000)
        whole = np.concatenate(list(sound_windows(path))).astype(np.float64)
        part = np.concatenate(list(sound_windows(path, start_s=2.5, end_s=3.5))).astype(np.float64)
        lags = range(-200, 201)
        scores = [part @ whole[40_000 + lag : 40_000 + lag + part.size] for lag in lags]
        assert abs(lags[int(np.argmax(scores))]) <= 16, suffix


def test_metadata(tmp_path: Path) -> None:
    found = header(encode(tmp_path / "a.flac", "flac"))
    assert found.title == "Tones"
    assert found.metadata["codec"] == "flac"


def test_the_sound_of_a_film(tmp_path: Path) -> None:
    for suffix in ("mp4", "mkv"):
        path = encode(tmp_path / f"a.{suffix}", "aac", film=True)
        assert header(path).media_type.startswith("video/")
        assert sum(window.size for window in sound_windows(path)) > 5 * SAMPLE_RATE_HZ


def test_a_film_without_sound_is_skipped(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.mp4"), "w") as out:
        video: Any = out.add_stream("mpeg4", rate=10)
        video.width = video.height = 64
        picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        out.mux(video.encode(picture))
        out.mux(video.encode(None))
    with pytest.raises(Unsupported, match="without sound"):
        read(tmp_path / "a.mp4")


def test_past_the_end_there_is_nothing(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.flac", "flac")
    assert list(sound_windows(path, start_s=60.0)) == []
    assert list(sound_windows(path, start_s=2.0, end_s=2.0)) == []


def test_half_a_recording_gives_its_half(tmp_path: Path) -> None:
    content = encode(tmp_path / "a.mp3", "libmp3lame").read_bytes()
    (tmp_path / "b.mp3").write_bytes(content[: len(content) // 2])
    assert sum(window.size for window in sound_windows(tmp_path / "b.mp3")) > 2 * SAMPLE_RATE_HZ


@pytest.mark.parametrize("suffix", ["m4a", "flac", "ogg", "wav"])
def test_a_header_alone_has_a_plain_reason(tmp_path: Path, suffix: str) -> None:
    codec = {"m4a": "aac", "flac": "flac", "ogg": "vorbis", "wav": "pcm_s16le"}[suffix]
    content = encode(tmp_path / f"a.{suffix}", codec).read_bytes()
    (tmp_path / f"b.{suffix}").write_bytes(content[:40])
    with pytest.raises(ReadError):
        read(tmp_path / f"b.{suffix}")


def test_playlists_are_no_recordings(tmp_path: Path) -> None:
    encode(tmp_path / "secret.wav", "pcm_s16le")
    for name, content in (
        ("a.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nsecret.wav\n#EXT-X-ENDLIST\n"),
        ("b.wav", "ffconcat version 1.0\nfile secret.wav\n"),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert not isinstance(read(tmp_path / name), SoundHeader)
        with pytest.raises(ReadError):
            list(sound_windows(tmp_path / name))


def test_a_telephone_recording_without_a_header(tmp_path: Path) -> None:
    made = encode(tmp_path / "a.wav", "adpcm_g722", rate_hz=16_000).read_bytes()
    raw = tmp_path / "a.g722"
    raw.write_bytes(made[made.index(b"data") + 8 :])
    assert header(raw).duration_s == pytest.approx(SECONDS, abs=0.1)
    (part,) = sound_windows(raw, start_s=2.1, end_s=2.9)
    assert pitch_hz(part) == pytest.approx(700, abs=5)
    (tmp_path / "noise.gsm").write_bytes(bytes(range(256)) * 8)
    with pytest.raises(Unsupported):
        read(tmp_path / "noise.gsm")


def test_a_header_that_lies_about_its_length_is_not_believed(tmp_path: Path) -> None:
    content = bytearray(encode(tmp_path / "a.flac", "flac", rate_hz=16_000).read_bytes())
    content[21:26] = bytes([content[21] | 0x0F, 0xFF, 0xFF, 0xFF, 0xFF])  # 2**36 - 1 samples
    (tmp_path / "b.flac").write_bytes(content)
    assert header(tmp_path / "b.flac").duration_s == pytest.approx(SECONDS, abs=0.3)


def test_an_mp3_of_changing_rate_without_a_header_is_counted(tmp_path: Path) -> None:
    loud = encode(tmp_path / "a.mp3", "libmp3lame").read_bytes()
    assert header(tmp_path / "a.mp3").duration_s == pytest.approx(SECONDS, abs=0.15)
    (tmp_path / "b.mp3").write_bytes(loud[len(loud) // 4 :])  # its first, describing frame is gone
    found = header(tmp_path / "b.mp3")
    n_samples = sum(window.size for window in sound_windows(tmp_path / "b.mp3"))
    assert found.duration_s == pytest.approx(n_samples / SAMPLE_RATE_HZ, abs=0.1)


def wave(rate_hz: int = 16_000) -> NDArray[np.float32]:
    return tones(rate_hz)[0]


def test_sides_that_cancel_each_other_are_heard(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, np.stack([wave(), -wave()], 1), 16_000)
    heard = np.concatenate(list(sound_windows(path))) / 32768
    assert np.abs(heard).max() == pytest.approx(0.4, abs=0.02)


def test_each_side_is_heard_where_they_differ(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    first, second = wave() * (np.arange(wave().size) < 48_000), wave().copy()
    second[:48_000] = 0
    soundfile.write(path, np.stack([first, second], 1), 16_000)
    heard = np.concatenate(list(sound_windows(path))) / 32768
    assert np.abs(heard[:40_000]).max() == pytest.approx(0.2, abs=0.02)
    assert np.abs(heard[56_000:]).max() == pytest.approx(0.2, abs=0.02)


def film_of_tracks(path: Path, languages: list[str]) -> Path:
    """A film's file with a sound track a language, each louder than the one before."""
    with av.open(str(path), "w") as out:
        streams = []
        for language in languages:
            stream: Any = out.add_stream("flac", rate=16_000)
            stream.codec_context.layout = "mono"
            stream.metadata["language"] = language
            streams.append(stream)
        subtitles: Any = out.add_stream("srt")
        subtitles.metadata["language"] = "eng"
        subtitles.codec_context.subtitle_header = (
            b"[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\n"
            b"Format: Name, Fontname\nStyle: Default,Arial\n\n[Events]\n"
            b"Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        )
        out.set_chapters(
            [
                {
                    "id": 1,
                    "start": 2,
                    "end": 5,
                    "time_base": Fraction(1, 1),
                    "metadata": {"title": "The old bridge"},
                },
                {
                    "id": 2,
                    "start": 5,
                    "end": 6,
                    "time_base": Fraction(1, 1),
                    "metadata": {"title": "Chapter 2"},
                },
            ]
        )
        out.start_encoding()
        cue = av.Packet(b"<i>The bridge</i> opens\\Nat noon.")
        cue.stream, cue.pts, cue.dts, cue.duration = subtitles, 1000, 1000, 3000
        cue.time_base = Fraction(1, 1000)
        for number, stream in enumerate(streams):
            samples = (wave() * 32767 * (number + 1) / 2).astype(np.int16)
            for start in range(0, len(samples), 4096):
                frame = av.AudioFrame.from_ndarray(
                    samples[None, start : start + 4096], format="s16", layout="mono"
                )
                frame.sample_rate, frame.pts = 16_000, start
                frame.time_base = Fraction(1, 16_000)
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
        out.mux(cue)
    return path


def test_tracks_in_other_languages_are_told_and_read(tmp_path: Path) -> None:
    path = film_of_tracks(tmp_path / "a.mkv", ["ger", "eng", "eng"])
    found = header(path)
    assert found.other_tracks == (1,)
    assert found.metadata["sound_tracks"] == "ger, eng, eng (not read)"
    first = np.concatenate(list(sound_windows(path)))
    second = np.concatenate(list(sound_windows(path, track=1)))
    assert np.abs(second).max() == pytest.approx(2 * np.abs(first).max(), rel=0.05)


def test_subtitles_and_chapters_are_told_with_their_times(tmp_path: Path) -> None:
    found = header(film_of_tracks(tmp_path / "a.mkv", ["eng"]))
    chapter, cue = found.texts
    assert (chapter.text, chapter.start_s, chapter.end_s) == ("The old bridge", 2.0, 5.0)
    assert (cue.text, cue.start_s, cue.end_s) == ("The bridge opens at noon.", 1.0, 4.0)
    assert found.metadata["subtitles"] == "eng"


def test_a_film_without_sound_is_its_subtitles(tmp_path: Path) -> None:
    found = read(film_of_tracks(tmp_path / "a.mkv", []))
    assert isinstance(found, TextDocument)
    assert found.sections[0].text == "[0:01] The bridge opens at noon. The old bridge"
    assert found.metadata["subtitles"] == "eng"
