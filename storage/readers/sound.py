"""Sound, also that of films: what it is and how long, and its samples in windows.

PyAV (FFmpeg) decodes. Only demuxers of single-file formats are allowed and only the `file`
protocol, so that no playlist can name another file or an address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
from numpy.typing import NDArray

from storage.errors import ReadError, Unsupported
from storage.readers import sound_texts
from storage.readers.opening import open_regular
from storage.readers.sections import Sections, clean_metadata, one_line
from storage.readers.sniff import HEADERLESS, sniff
from storage.readers.subtitles import add_cues
from storage.readers.values import SAMPLE_RATE_HZ, SoundHeader, TextDocument, TimedText

_DEMUXERS = (
    "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,"
    "g722,gsm,mp3,mpeg,mpegts,mpegvideo,ogg,tta,voc,wav,w64,rf64,wv"
)
_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": _DEMUXERS, "enable_drefs": "0"}
_PREROLL_S = 1.0  # decoded and thrown away before `start_s`, so that the codec is warmed up
_MAX_GAP_S = 30.0  # a longer hole in the timestamps is not filled with silence
_MIN_BITS_PER_S = 300.0  # less than any codec: the header's length is not to be believed
_GUESSED_DURATIONS = frozenset({"mp3", "aac"})  # FFmpeg divides size by the first frames' rate
_CANCELLED = 0.05  # of the louder side's energy, what is left of a mixture
_MAX_OTHER_TRACKS = 2
_MAX_BAD_PACKETS = 200  # one after another
_NO_SOUND = "a film without sound"

_KEPT = {
    "title",
    "artist",
    "album",
    "album_artist",
    "composer",
    "date",
    "genre",
    "comment",
    "description",
    "synopsis",
    "creation_time",
    "copyright",
    "language",
    "show",
    "episode_id",
    "track",
    "publisher",
    "lyrics",
}


def read(path: Path, media_type: str) -> SoundHeader | TextDocument:
    """Probe a recording; a film without sound is its subtitles. Raises Unsupported where it has
    none, ReadError for damage."""
    with _opened(path) as container:
        if not container.streams.audio and container.streams.subtitles:
            return _silent(container, media_type)
        stream = _audio_stream(container)
        duration_s = _duration_s(container, stream)
        if duration_s <= 0:
            raise ReadError("the recording holds no sound that can be decoded")
        metadata: dict[str, object] = {}
        for source in (container.metadata, stream.metadata):
            for key, value in source.items():
                name = key.lower()
                if name in _KEPT and value != "und":  # a language that nobody said
                    metadata.setdefault(name, value)
                elif name in {"location", "com.apple.quicktime.location.iso6709"}:
                    metadata.setdefault("place", value)
                elif name == "com.apple.quicktime.creationdate":
                    metadata.setdefault("creation_time", value)
        metadata["codec"] = stream.codec_context.name
        metadata["sample_rate_hz"] = stream.codec_context.sample_rate
        metadata["channels"] = stream.codec_context.channels
        stream_start, time_base = stream.start_time, stream.time_base
        has_texts = bool(container.streams.subtitles) or bool(container.chapters())
        others = _other_tracks(container, stream)
        if len(container.streams.audio) > 1:
            metadata["sound_tracks"] = _named_tracks(container, stream, others)
    if media_type.startswith("video/") and not _has_moving_picture(path):
        media_type = "audio/" + media_type.partition("/")[2]
    texts: tuple[TimedText, ...] = ()
    if has_texts:
        with _opened(path) as container:
            origin_s = _seconds(stream_start, time_base)
            texts, told = sound_texts.read(container, origin_s, duration_s)
            metadata.update(told)
    title = metadata.pop("title", None)
    return SoundHeader(
        media_type=media_type,
        title=one_line(str(title))[:300] if title else None,
        metadata=clean_metadata(metadata),
        duration_s=duration_s,
        texts=texts,
        other_tracks=others,
    )


def _silent(container: Any, media_type: str) -> TextDocument:
    """The words that are written in a film, and its properties."""
    texts, told = sound_texts.read(container, 0.0, float(container.duration or 0) / av.time_base)
    if not texts:
        raise Unsupported(_NO_SOUND)
    sections = Sections()
    add_cues(sorted((one.start_s, one.text) for one in texts), sections)
    metadata: dict[str, object] = {
        name: value for key, value in container.metadata.items() if (name := key.lower()) in _KEPT
    }
    title = metadata.pop("title", None)
    return sections.document(
        media_type, title=str(title) if title else None, metadata={**metadata, **told}
    )


def windows(
    path: Path,
    *,
    start_s: float = 0.0,
    end_s: float | None = None,
    window_s: float = 30.0,
    track: int | None = None,
) -> Iterator[NDArray[np.int16]]:
    """Yield int16 mono at 16 kHz, shape (n,), from `start_s` to `end_s` (None: to the end).

    Each window holds `window_s` seconds, the last one what is left. Time 0 is the first sound in
    the file; holes in the timestamps are filled with silence, so that sample n is at n / 16000 s
    after `start_s`. A start past the end yields nothing."""
    n_window = max(1, round(window_s * SAMPLE_RATE_HZ))
    n_left = None if end_s is None else max(0, round((end_s - start_s) * SAMPLE_RATE_HZ))
    held: list[NDArray[np.int16]] = []
    n_held = 0
    for piece in _samples(path, max(0.0, start_s), track):
        if n_left is not None:
            piece = piece[:n_left]
            n_left -= piece.size
        held.append(piece)
        n_held += piece.size
        while n_held >= n_window:
            joined = np.concatenate(held)
            yield joined[:n_window]
            held = [joined[n_window:]]
            n_held -= n_window
        if n_left == 0:
            break
    if n_held:
        yield np.concatenate(held)


def _samples(path: Path, start_s: float, track: int | None) -> Iterator[NDArray[np.int16]]:
    """Pieces of sound from `start_s` on, placed by their timestamps."""
    with _opened(path) as container:
        stream = _audio_stream(container, track)
        origin_s = _seconds(stream.start_time, stream.time_base)
        if start_s > _PREROLL_S:
            target_s = start_s - _PREROLL_S + origin_s
            try:
                container.seek(round(target_s / stream.time_base), stream=stream)
            except (av.error.FFmpegError, OverflowError):
                container.seek(0)
        layout = "stereo" if stream.codec_context.channels == 2 else "mono"
        resampler = av.AudioResampler(format="s16", layout=layout, rate=SAMPLE_RATE_HZ)
        wanted = round(start_s * SAMPLE_RATE_HZ)  # the next sample to yield
        at: int | None = None  # the next sample that comes out of the resampler
        for frame in _frames(container, stream):
            placed = at
            if frame.pts is not None and frame.time_base:
                begins_s = float(frame.pts * frame.time_base) - origin_s
                placed = round(begins_s * SAMPLE_RATE_HZ)
                if at is not None and abs(placed - at) < SAMPLE_RATE_HZ // 10:
                    placed = at  # rounding of timestamps, not a hole
            at = placed if placed is not None else at or 0
            for out in _resampled(resampler, frame):
                end = at + out.size
                if at > wanted and at - wanted <= _MAX_GAP_S * SAMPLE_RATE_HZ:
                    yield np.zeros(at - wanted, dtype=np.int16)
                    wanted = at
                elif at > wanted:
                    at, end = wanted, wanted + out.size
                if end > wanted:
                    yield out[max(0, wanted - at) :]
                    wanted = end
                at = end
        for out in _resampled(resampler, None):
            at = at or 0
            if at + out.size > wanted:
                yield out[max(0, wanted - at) :]
                wanted = at + out.size
            at += out.size


def _resampled(resampler: Any, frame: Any) -> Iterator[NDArray[np.int16]]:
    if frame is not None:
        frame.pts = None  # we place the samples ourselves
    for out in resampler.resample(frame):
        samples = out.to_ndarray().reshape(-1)
        yield _mixed(samples.reshape(-1, 2)) if out.layout.name == "stereo" else samples


def _mixed(sides: NDArray[np.int16]) -> NDArray[np.int16]:
    """Both sides (n, 2) as one; the louder one alone where they cancel each other, as where one is
    the other turned over."""
    both = sides.astype(np.int32)
    middle = both.sum(1) // 2
    loudness = np.square(both.astype(np.float32)).sum(0)
    if float(np.square(middle.astype(np.float32)).sum()) < _CANCELLED * float(loudness.max()):
        return np.ascontiguousarray(sides[:, int(loudness.argmax())])
    return middle.astype(np.int16)


def _frames(container: Any, stream: Any) -> Iterator[Any]:
    """Decoded frames; damaged packets are left out as long as others follow."""
    n_bad = 0
    layout = None
    try:
        for packet in container.demux(stream):
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                n_bad += 1
                if n_bad > _MAX_BAD_PACKETS:
                    return
                continue
            n_bad = 0
            for frame in frames:
                if frame.samples <= 0 or frame.sample_rate <= 0:
                    continue
                described = (frame.format.name, frame.layout.name, frame.sample_rate)
                if layout is None:
                    layout = described
                if described == layout:  # the resampler takes one kind of frame only
                    yield frame
    except av.error.FFmpegError:
        return  # a file cut short: what came before is kept


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    av.logging.set_level(None)
    # FFmpeg cannot tell these from noise; `sniff` has looked at what can be looked at.
    raw = {".g722": "g722", ".gsm": "gsm"}.get(path.suffix.lower())
    demuxer = raw if raw and sniff(path) == HEADERLESS[path.suffix.lower()] else None
    try:
        with (
            open_regular(path) as stream,
            av.open(
                stream,
                mode="r",
                format=demuxer,
                options=dict(_OPTIONS),
                metadata_errors="replace",
            ) as container,
        ):
            yield container
    except (av.error.FFmpegError, ValueError, IndexError, OverflowError) as error:
        raise ReadError(
            "the recording is damaged, incomplete or of a variant that is not read"
        ) from error


def _audio_stream(container: Any, track: int | None = None) -> Any:
    if not container.streams.audio:
        if container.streams.video:
            raise Unsupported(_NO_SOUND)
        raise ReadError("there is no sound in this file")
    stream = container.streams.best("audio") or container.streams.audio[0]
    if track is not None and 0 <= track < len(container.streams.audio):
        stream = container.streams.audio[track]
    if stream.codec_context is None:
        raise ReadError("the sound is in a format that cannot be decoded")
    stream.thread_type = "SLICE"
    return stream


def _other_tracks(container: Any, chosen: Any) -> tuple[int, ...]:
    """Numbers of tracks in other languages than the chosen one's, one a language."""
    languages = {_language(chosen)}
    others: list[int] = []
    for number, stream in enumerate(container.streams.audio):
        language = _language(stream)
        if language and language not in languages and stream.codec_context is not None:
            languages.add(language)
            others.append(number)
    return tuple(others[:_MAX_OTHER_TRACKS])


def _language(stream: Any) -> str:
    language = str(stream.metadata.get("language", "")).lower()
    return "" if language == "und" else language


def _named_tracks(container: Any, chosen: Any, others: tuple[int, ...]) -> str:
    """The tracks by language and title, and which of them are read."""
    named = []
    for number, stream in enumerate(container.streams.audio):
        title = str(stream.metadata.get("title", "")).strip()
        name = " ".join(part for part in (_language(stream), title) if part) or str(number + 1)
        is_read = stream.index == chosen.index or number in others
        named.append(name if is_read else f"{name} (not read)")
    return ", ".join(named)


def _has_moving_picture(path: Path) -> bool:
    """Whether there is a film; the cover of a song doesn't count."""
    with _opened(path) as container:
        return any(
            not stream.disposition & av.stream.Disposition.attached_pic
            for stream in container.streams.video
        )


def _duration_s(container: Any, stream: Any) -> float:
    """The header's word where it can be believed, else counted."""
    said_s = 0.0
    if stream.duration and stream.time_base:
        said_s = float(stream.duration * stream.time_base)
    elif container.duration and container.duration > 0:
        said_s = float(container.duration / 1_000_000)
    is_thin = said_s > 0 and container.size * 8 < said_s * _MIN_BITS_PER_S
    if said_s > 0 and not is_thin and container.format.name not in _GUESSED_DURATIONS:
        return said_s
    return _counted_s(container, stream)


def _counted_s(container: Any, stream: Any) -> float:
    """Where the last packet ends; they are walked without being decoded."""
    origin_s = _seconds(stream.start_time, stream.time_base)
    end_s = 0.0
    try:
        for packet in container.demux(stream):
            if packet.pts is not None and packet.time_base:
                ends = packet.pts + (packet.duration or 0)
                end_s = max(end_s, float(ends * packet.time_base) - origin_s)
    except av.error.FFmpegError:
        pass  # a file cut short: what came before counts
    return end_s


def _seconds(ticks: int | None, time_base: Fraction | None) -> float:
    return float(ticks * time_base) if ticks is not None and time_base is not None else 0.0
