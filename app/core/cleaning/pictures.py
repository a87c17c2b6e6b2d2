"""Photos and screenshots: drawn anew from their pixels, so that nothing else can come along."""

import io
import struct
from collections.abc import Callable

import pillow_heif
from PIL import ExifTags, Image, ImageCms

from app.core.cleaning.media import HEIC, JPEG, PNG, WEBP
from app.core.cleaning.outcome import Cleaned, Reason, Uncleanable
from app.core.cleaning.traces import carries_metadata

LONGEST_SIDE = 2560  # px: the writing on a signboard or a page stays legible
# How many pixels a picture of each kind may have, so that none takes more than 400 MB to clean: the decoders need from
# 4 bytes (JPEG, PNG) over 7 (HEIC) to 16 (WebP) for each. Measured by `make bench`.
MOST_PIXELS = {JPEG: 65_000_000, PNG: 60_000_000, HEIC: 51_000_000, WEBP: 20_000_000}
STRIP = 64  # rows of the small picture that are worked on at a time
JPEG_QUALITY = 85

DECODERS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}  # only the one named: others are never given the bytes
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
# EXIF 2.32, tag 0x0112: how to turn the stored picture so that it stands upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def clean_picture(data: bytes, media_type: str) -> Cleaned:
    """PNG stays PNG, the others become JPEG; upright, sRGB, opaque, longest side at most LONGEST_SIDE px.

    Of an animation the first frame. Raises Uncleanable, and whatever the decoders raise.
    """
    picture = _open_heic(data) if media_type == HEIC else _open(data, media_type)
    turn, profile = _turn(picture), picture.info.get("icc_profile")
    picture = _opaque(picture)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BICUBIC, reducing_gap=1.0)
    picture.load()  # damage shows here, not where a bad colour profile is forgiven
    picture = _in_srgb(picture, profile)
    return encode(picture.transpose(turn) if turn is not None else picture, PNG if media_type == PNG else JPEG)


def _open(data: bytes, media_type: str) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data), formats=[DECODERS[media_type]])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Uncleanable(Reason.TOO_LARGE_PICTURE) from bomb
    _refuse_too_large(picture.size, media_type)
    return picture


def _open_heic(data: bytes) -> Image.Image:
    container = pillow_heif.open_heif(data)
    primary = container[container.primary_index]
    _refuse_too_large(primary.size, HEIC)
    return primary.to_pillow()  # its own turns are applied, and those of EXIF cancelled, as HEIF wants it


def _refuse_too_large(size: tuple[int, int], media_type: str) -> None:
    if size[0] * size[1] > MOST_PIXELS[media_type]:
        raise Uncleanable(Reason.TOO_LARGE_PICTURE)


def _turn(picture: Image.Image) -> Image.Transpose | None:
    try:
        return TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except (SyntaxError, struct.error):  # damaged EXIF: it goes anyway, the picture need not go with it
        return None


def _opaque(picture: Image.Image) -> Image.Image:
    """Laid on white: colours that transparency hides would otherwise still be in the file.

    Strip by strip and reduced on the way, because a second picture of that size would double the memory.
    """
    flatten = _flattener(picture)
    if flatten is None:
        return picture
    (width, height), factor = picture.size, max(1, max(picture.size) // LONGEST_SIDE)
    small = Image.new(flatten(picture.crop((0, 0, 1, 1))).mode, (-(-width // factor), -(-height // factor)))
    for top in range(0, height, STRIP * factor):
        strip = picture.crop((0, top, width, min(top + STRIP * factor, height)))
        small.paste(flatten(strip).reduce(factor), (0, top // factor))
    return small


def _flattener(picture: Image.Image) -> Callable[[Image.Image], Image.Image] | None:
    """How to turn a part of the picture into plain grey or colour; None when it is that already."""
    if picture.mode.startswith("I"):  # 16 bits of grey, which convert() would cut off instead of scaling
        return lambda part: part.point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        return _on_white
    return {"1": lambda part: part.convert("L"), "P": lambda part: part.convert("RGB")}.get(picture.mode)


def _on_white(part: Image.Image) -> Image.Image:
    layer = part.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB") or picture
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that does not fit its picture tells nothing about the colours
    return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")


def encode(picture: Image.Image, media_type: str) -> Cleaned:
    """The picture as a JPEG or PNG that holds its pixels and nothing else. Raises Uncleanable."""
    # Encoders copy what stands in `info`, comments even unasked, so they get an image that never had any.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    buffer = io.BytesIO()
    bare.save(buffer, DECODERS[media_type], quality=JPEG_QUALITY)
    data = buffer.getvalue()
    if carries_metadata(data):
        raise Uncleanable(Reason.METADATA_LEFT)
    return Cleaned(data, media_type, *bare.size)
