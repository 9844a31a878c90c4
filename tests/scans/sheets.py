"""Letters as a scanner gives them: printed text on a sheet that lies askew, with dust, grey paper and a stamp."""

import io
from collections.abc import Sequence

import numpy as np
import segno
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
WIDTH, HEIGHT = 2480, 3508  # A4 at 300 dots an inch


def sheet(
    text: str, *, angle: float = 0.0, noise: float = 0.0, code: str = "", stamp: str = "", seed: int = 1
) -> Image.Image:
    picture = Image.new("L", (WIDTH, HEIGHT), 246)
    draw = ImageDraw.Draw(picture)
    draw.multiline_text((260, 300), text, fill=20, font=ImageFont.truetype(FONT, 46), spacing=22)
    if stamp:
        mark = Image.new("L", (900, 160), 246)
        ImageDraw.Draw(mark).text((20, 40), stamp, fill=90, font=ImageFont.truetype(FONT, 60))
        picture.paste(mark.rotate(7, expand=True, fillcolor=246), (1350, 60))
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
    pages[0].save(file, "PDF", resolution=300, save_all=True, append_images=list(pages[1:]))
    return file.getvalue()
