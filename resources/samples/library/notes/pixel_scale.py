"""How much sky one camera pixel sees, and how long a star may trail before it shows."""

ARCSEC_PER_RADIAN = 206_264.806
SIDEREAL_RATE_ARCSEC_PER_S = 15.041


def pixel_scale_arcsec(pixel_um: float, focal_length_mm: float) -> float:
    """Return the angle one pixel covers, in seconds of arc."""
    return ARCSEC_PER_RADIAN * (pixel_um / 1000.0) / focal_length_mm


def longest_untracked_exposure_s(pixel_um: float, focal_length_mm: float) -> float:
    """Return the exposure after which a star at the celestial equator has crossed one pixel."""
    return pixel_scale_arcsec(pixel_um, focal_length_mm) / SIDEREAL_RATE_ARCSEC_PER_S


if __name__ == "__main__":
    for focal_length_mm in (135.0, 500.0, 800.0):
        print(focal_length_mm, round(pixel_scale_arcsec(3.76, focal_length_mm), 2))
