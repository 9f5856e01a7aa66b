"""Fetch what static/vendor and static/fonts hold, by package name from the npm registry.

Each package is pinned with the hash of its archive. To take a newer version: change the version here, run
`make vendor`, read the hash that it refuses, look at what changed in the package, and put the new hash here.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "var" / "vendor"
VENDOR = ROOT / "static" / "vendor"
FONTS = ROOT / "static" / "fonts"


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    licence: str
    sha512: str
    use: str

    @property
    def folder(self) -> Path:
        return WORK / self.name.replace("/", "-").lstrip("@") / "package"

    def text(self, path: str) -> str:
        return (self.folder / path).read_text()


BOOTSTRAP = Package(
    "bootstrap",
    "5.3.9",
    "MIT",
    "20cU0rcfw8WdxtVbmfU+xT2EjvVTw9Ror/h1Qvd7DXCujRg8OO9mdBCsmTHdJFf3BuadmBNJtgIuUXsBqSkk/w==",
    "vendor/bootstrap: the style sheet, without its sourceMappingURL line",
)
ICONS = Package(
    "bootstrap-icons",
    "1.13.2",
    "MIT",
    "fAU1Ly3dH7hwRg+CB8EZ0Vl0fF80zgXHeUVJyfUOKzoURr+TbwISbCW5tKUoQLERaWYG2emTCybcPbD96hdD1A==",
    "vendor/bootstrap-icons: the icons that pages use",
)
WEB_SANS = Package(
    "@fontsource/source-sans-3",
    "5.3.1",
    "OFL-1.1",
    "O3YxvbotUOgYI2Zx0bBcEMNjnwitRf9P2+9pd54sMoux1NHrdXnMwZusw2P78lFhEzOPN4glOEQmX0ASaS68uA==",
    "fonts: WOFF2 of Source Sans 3 for the web",
)
WEB_SERIF = Package(
    "@fontsource/source-serif-4",
    "5.3.1",
    "OFL-1.1",
    "cWcTCXjYYrgF9A67fThVir1VSc0lPEYmwQ6jA4pPt01s2MSCi/maINUcZoCzaqnU8fyUReDO97eGcBUkHgOeug==",
    "fonts: WOFF2 of Source Serif 4 for the web",
)
PDF_SANS = Package(
    "source-sans",
    "3.52.0",
    "OFL-1.1",
    "xsm7qlMI/JwxwNdp6pvpR6l+aZjn90fzOzoeUz/qoohIYbKbDwQNRIz5/ItYs7/hvqLirQNUoDFGXSVA3TU9tw==",
    "fonts/pdf: TTF of Source Sans 3, unmodified",
)
PDF_SERIF = Package(
    "source-serif",
    "4.5.1",
    "OFL-1.1",
    "NUAh5IzF7KiUu2gTpqE+ed9MNbMe4st7LIIXZ0OHHSPc6gg86H67j04M8sIhU2qqFd26btXaFQ2ge5u/p72j0Q==",
    "fonts/pdf: TTF of Source Serif 4, unmodified",
)
# What Source lacks: emoji in one colour, and the other alphabets of pupils and parents at Dutch schools. Not Noto for
# Arabic: it puts the dots on a letter as glyphs of their own, and the letter cannot be read back from the PDF.
PDF_OTHERS = {
    "NotoEmoji": Package(
        "@expo-google-fonts/noto-emoji",
        "0.4.7",
        "OFL-1.1",
        "Gs7URwtKmCzzdGUTYbG8MIohyaQPgGxIaQG5hvyEAaQiEGJpQy6gyP3NDICE0EJkOJFoe1JFD3Hf1L4a3qe4KA==",
        "fonts/pdf: TTF of NotoEmoji, unmodified, for emoji in one colour",
    ),
    "Vazirmatn": Package(
        "@expo-google-fonts/vazirmatn",
        "0.4.1",
        "OFL-1.1",
        "sznMvxt99C4bsEcWCebs3XWb/av8z9a/Y4OQo8F7VPFT0xzzn7Whkkw6dqxcAyLYEiNNpTpa3/vp8t1/koK6Jw==",
        "fonts/pdf: TTF of Vazirmatn, unmodified, for Arabic",
    ),
    "NotoSansHebrew": Package(
        "@expo-google-fonts/noto-sans-hebrew",
        "0.4.1",
        "OFL-1.1",
        "NR3vP6GT/hSINLrk4JHJBQnuzh/C1mlMrphNlI2dQaO53a3oTjSRoG4JyYb1B6bHadjsGh0wPZbT4kMJBKjT/w==",
        "fonts/pdf: TTF of NotoSansHebrew, unmodified, for Hebrew",
    ),
    "NotoSansEthiopic": Package(
        "@expo-google-fonts/noto-sans-ethiopic",
        "0.4.2",
        "OFL-1.1",
        "puS0u1/7b0kZ6fqOYaSlCdai8zHuD9CQY2qlyJEtYzUC5Nd1fH3QENmQc0a1Gcqe0q9s3n7440eNJSLK2mGouw==",
        "fonts/pdf: TTF of NotoSansEthiopic, unmodified, for Amharic and Tigrinya",
    ),
    "NotoSansGeorgian": Package(
        "@expo-google-fonts/noto-sans-georgian",
        "0.4.3",
        "OFL-1.1",
        "qvQ/DE/F10hZPD/vYSm68aNWjOLyxGrCC3NzZR3L0RWpo2njqePvNjXcAcR9yvLwrREOmlWGtUD7GTAuIjlkzA==",
        "fonts/pdf: TTF of NotoSansGeorgian, unmodified, for Georgian",
    ),
    "NotoSansArmenian": Package(
        "@expo-google-fonts/noto-sans-armenian",
        "0.4.2",
        "OFL-1.1",
        "AHnwnabRI64hwenSeePxp2TICbYK6Wg56o2y5shFTLWLWzwnPXv30r4LGy6NQYk9PliXizDU9Qeyvob6e3tsgQ==",
        "fonts/pdf: TTF of NotoSansArmenian, unmodified, for Armenian",
    ),
}
PACKAGES = (BOOTSTRAP, ICONS, WEB_SANS, WEB_SERIF, PDF_SANS, PDF_SERIF, *PDF_OTHERS.values())

ICON_NAMES = [
    "arrow-down",
    "arrow-right",
    "arrow-up",
    "box-arrow-right",
    "building",
    "chat-left-text",
    "check-circle",
    "check2",
    "circle",
    "clock",
    "dash-circle",
    "download",
    "exclamation-triangle",
    "file-earmark-text",
    "house",
    "info-circle",
    "list",
    "lock",
    "pencil",
    "people",
    "plus-lg",
    "trash",
    "unlock",
    "upload",
    "x-lg",
]

WEB_FONTS = (
    (WEB_SANS, "Source Sans 3", (("400", "normal"), ("400", "italic"), ("600", "normal"), ("700", "normal"))),
    (WEB_SERIF, "Source Serif 4", (("600", "normal"), ("700", "normal"))),
)
PDF_FONTS = (
    (PDF_SANS, ("SourceSans3-Regular", "SourceSans3-It", "SourceSans3-Semibold", "SourceSans3-Bold")),
    (PDF_SERIF, ("SourceSerif4-Semibold", "SourceSerif4-Bold")),
)
# Names of schools and people, amounts and lists: a missing one would silently come from another font.
# The ligature U+0133 is not asked for: Source Serif 4 lacks it, and Dutch is written with the letters i and j.
MUST_HAVE = "ëôŝćğłșžñ€–—“”‘’•…·×≥≤−½→АяΩλ"

FONT_FACE = """@font-face {{
  font-family: "{family}";
  font-style: {style};
  font-weight: {weight};
  font-display: swap;
  src: url("{file}") format("woff2");
  unicode-range: {range};
}}
"""


def fetch(package: Package) -> None:
    target = package.folder.parent
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    spec = f"{package.name}@{package.version}"
    command = ["npm", "pack", "--json", "--pack-destination", str(target), spec]
    subprocess.run(command, cwd=target, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    (archive,) = target.glob("*.tgz")
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != package.sha512:
        sys.exit(f"{spec}: the archive's sha512 is {found}, not the one in scripts/vendor.py")
    with tarfile.open(archive) as opened:
        opened.extractall(target)  # noqa: S202  (the archive is the pinned one)


def empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def write_version(folder: Path, package: Package) -> None:
    (folder / "VERSION").write_text(f"{package.name} {package.version}\n")


def vendor_bootstrap() -> None:
    folder = empty(VENDOR / "bootstrap")
    css = BOOTSTRAP.text("dist/css/bootstrap.min.css")
    # The map is not shipped, and ManifestStaticFilesStorage refuses a style sheet that points to an absent file.
    css = re.sub(r"/\*# sourceMappingURL=\S+ \*/\s*", "", css)
    (folder / "bootstrap.min.css").write_text(css)
    shutil.copy(BOOTSTRAP.folder / "LICENSE", folder)
    write_version(folder, BOOTSTRAP)


def vendor_icons() -> None:
    folder = empty(VENDOR / "bootstrap-icons")
    for name in ICON_NAMES:
        (folder / f"{name}.svg").write_text(ICONS.text(f"icons/{name}.svg").rstrip() + "\n")
    shutil.copy(ICONS.folder / "LICENSE", folder)
    write_version(folder, ICONS)


def vendor_web_fonts() -> None:
    faces = ["/* Written by `make vendor`. The browser fetches latin-ext only for a page that needs it. */\n"]
    for package, family, styles in WEB_FONTS:
        prefix = package.name.partition("/")[2]
        ranges = json.loads(package.text("unicode.json"))
        for weight, style in styles:
            for subset in ("latin-ext", "latin"):
                file = f"{prefix}-{subset}-{weight}-{style}.woff2"
                shutil.copy(package.folder / "files" / file, FONTS)
                span = ranges[subset]
                faces.append(FONT_FACE.format(family=family, style=style, weight=weight, file=file, range=span))
        shutil.copy(package.folder / "LICENSE", FONTS / f"LICENSE-{prefix}.txt")
    (FONTS / "fonts.css").write_text("\n".join(faces))


def vendor_pdf_fonts() -> None:
    """Whole families in TTF: one file for each style, and WeasyPrint has nothing to decompress."""
    folder = empty(FONTS / "pdf")
    for package, names in PDF_FONTS:
        for name in names:
            shutil.copy(package.folder / "TTF" / f"{name}.ttf", folder)
            glyphs = TTFont(folder / f"{name}.ttf").getBestCmap()
            if missing := [character for character in MUST_HAVE if ord(character) not in glyphs]:
                sys.exit(f"{name}: no glyph for {' '.join(missing)}")
        shutil.copy(package.folder / "LICENSE.md", folder / f"LICENSE-{package.name}.md")
    for family, package in PDF_OTHERS.items():
        shutil.copy(package.folder / "400Regular" / f"{family}_400Regular.ttf", folder / f"{family}-Regular.ttf")
        shutil.copy(package.folder / "LICENSE_FONT", folder / f"LICENSE-{family}.txt")
    write_letters(folder)


def write_letters(folder: Path) -> None:
    """List what the fonts of the PDF can write together, as ranges: the press does not open them to know."""
    known = sorted(set().union(*(TTFont(path).getBestCmap() for path in folder.glob("*.ttf"))))
    ranges: list[list[int]] = []
    for code in known:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    (folder / "letters.txt").write_text("".join(f"{first:X}-{last:X}\n" for first, last in ranges))


def write_readme() -> None:
    rows = [f"| {p.name} | {p.version} | {p.licence} | {p.use} |" for p in PACKAGES]
    lines = [
        "# Files of others",
        "",
        "Written by `make vendor` (see docs/setup.md); do not edit. Each licence lies beside its files.",
        "All packages come from the npm registry; their hashes are in scripts/vendor.py.",
        "",
        "| package | version | licence | what of it, under static/ |",
        "|---|---|---|---|",
        *rows,
        "",
        "The fonts' reserved name is 'Source': the TTF files are shipped as their makers made them.",
    ]
    (VENDOR / "README.md").write_text("\n".join(lines) + "\n")


def main() -> None:
    if not shutil.which("npm"):
        sys.exit("make vendor needs npm (Debian: apt-get install npm)")
    for package in PACKAGES:
        print(f"{package.name} {package.version}")
        fetch(package)
    empty(FONTS)
    vendor_bootstrap()
    vendor_icons()
    vendor_web_fonts()
    vendor_pdf_fonts()
    write_readme()


if __name__ == "__main__":
    main()
