"""Letters as a scanner gives them: printed text on a sheet that lies askew, with dust, grey paper and a stamp."""

import io
from collections.abc import Sequence

import numpy as np
import segno
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
WIDTH, HEIGHT = 2480, 3508  # A4 at 300 dots an inch


def sheet(
    text: str,
    *,
    angle: float = 0.0,
    noise: float = 0.0,
    code: str = "",
    stamp: str = "",
    slant: float = 7,
    seed: int = 1,
) -> Image.Image:
    picture = Image.new("L", (WIDTH, HEIGHT), 246)
    draw = ImageDraw.Draw(picture)
    draw.multiline_text((260, 300), text, fill=20, font=ImageFont.truetype(FONT, 46), spacing=22)
    if stamp:
        font = ImageFont.truetype(FONT, 52)
        _, _, width, height = draw.multiline_textbbox((0, 0), stamp, font=font)
        mark = Image.new("L", (int(width) + 60, int(height) + 60), 246)
        ImageDraw.Draw(mark).multiline_text((30, 20), stamp, fill=90, font=font)
        picture.paste(mark.rotate(slant, expand=True, fillcolor=246), (WIDTH - 1150, 60))
    if code:
        file = io.BytesIO()
        segno.make(code, error="q").save(file, kind="png", scale=10)
        picture.paste(Image.open(file).convert("L"), (1900, 2900))
    turned = picture.rotate(angle, expand=abs(angle) > 45, fillcolor=246)
    if not noise:
        return turned
    dust = np.random.Generator(np.random.PCG64(seed)).normal(0, 255 * noise, (turned.height, turned.width))
    return Image.fromarray(np.clip(np.asarray(turned, dtype=float) + dust, 0, 255).astype("uint8"))


def pdf(pages: Sequence[Image.Image]) -> bytes:
    file = io.BytesIO()
    first, *others = [page.copy() for page in pages]
    first.save(file, "PDF", resolution=300, save_all=True, append_images=others)
    return file.getvalue()
