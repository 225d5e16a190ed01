"""How the window looks: one calm dark palette, one readable font, sizes that follow the screen's density."""

from __future__ import annotations

import subprocess
from functools import lru_cache
from pathlib import Path

from imgui_bundle import ImVec2, ImVec4, hello_imgui, imgui

FONT_SIZE = 15.0
SMALL = 0.86
"""Of the font's size, for what is secondary."""

Rgb = tuple[float, float, float]


def _rgb(code: int) -> Rgb:
    return (code >> 16 & 255) / 255, (code >> 8 & 255) / 255, (code & 255) / 255


BACKGROUND = _rgb(0x0E0F12)  # around the picture
PANEL = _rgb(0x17191E)
RAISED = _rgb(0x21242B)
LINE = _rgb(0x2C3038)
TEXT = _rgb(0xDCE0E6)
DIM = _rgb(0x8A919D)
ACCENT = _rgb(0x5AA9E6)
GOOD = _rgb(0x7BC47F)
WARN = _rgb(0xE6B455)
BAD = _rgb(0xE5675F)

_CJK = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/Hiragino Sans GB.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "C:/Windows/Fonts/YuGothM.ttc",
)
"""Names of files and titles are often in these scripts; the first that is there is used."""


class Fonts:
    """Set by `load`: `text`, and `code` of fixed width."""

    text: imgui.ImFont | None = None
    code: imgui.ImFont | None = None


def load() -> None:
    """For `load_additional_fonts`."""
    Fonts.text = hello_imgui.load_font_ttf_with_font_awesome_icons("fonts/Roboto/Roboto-Regular.ttf", FONT_SIZE)
    other = next((path for path in _CJK if Path(path).is_file()), None) or _asked()
    if other is not None:
        params = hello_imgui.FontLoadingParams()
        params.inside_assets = False
        params.merge_to_last_font = True
        hello_imgui.load_font(other, FONT_SIZE, params)
    Fonts.code = hello_imgui.load_font_ttf("fonts/Inconsolata-Medium.ttf", FONT_SIZE)


def _asked() -> str | None:
    """The font that the system has for Japanese, where fontconfig knows."""
    words = ["fc-match", "-f", "%{file}\\n%{lang}", ":lang=ja"]
    try:
        said = subprocess.run(words, capture_output=True, text=True, timeout=5, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = said.split("\n")
    fits = len(found) > 1 and "ja" in found[1].split("|") and Path(found[0]).is_file()
    return found[0] if fits else None


def four(rgb: Rgb, alpha: float = 1.0) -> ImVec4:
    return ImVec4(*rgb, alpha)


@lru_cache(maxsize=512)
def packed(rgb: Rgb, alpha: float = 1.0) -> int:
    """For draw lists."""
    return int(imgui.color_convert_float4_to_u32(four(rgb, alpha)))


def apply() -> None:
    """For `setup_imgui_style`."""
    style = imgui.get_style()
    imgui.style_colors_dark(style)
    style.window_rounding = style.popup_rounding = 6.0
    style.frame_rounding = style.grab_rounding = style.tab_rounding = 4.0
    style.child_rounding = 6.0
    style.scrollbar_rounding = 6.0
    style.scrollbar_size = 11.0
    style.window_border_size = style.frame_border_size = style.child_border_size = 0.0
    style.popup_border_size = 1.0
    style.tab_bar_overline_size = 0.0
    style.window_padding = ImVec2(12, 10)
    style.frame_padding = ImVec2(8, 4)
    style.item_spacing = ImVec2(8, 6)
    style.item_inner_spacing = ImVec2(6, 4)
    style.grab_min_size = 10.0
    style.window_title_align = ImVec2(0.0, 0.5)
    style.docking_separator_size = 2.0
    style.disabled_alpha = 0.45
    for name, rgb, alpha in _COLORS:
        style.set_color_(getattr(imgui.Col_, name), four(rgb, alpha))


_COLORS: tuple[tuple[str, Rgb, float], ...] = (
    ("text", TEXT, 1), ("text_disabled", DIM, 1), ("window_bg", PANEL, 1), ("child_bg", PANEL, 0),
    ("popup_bg", RAISED, 0.98), ("border", LINE, 1), ("frame_bg", RAISED, 1), ("frame_bg_hovered", LINE, 1),
    ("frame_bg_active", LINE, 1), ("title_bg", BACKGROUND, 1), ("title_bg_active", BACKGROUND, 1),
    ("title_bg_collapsed", BACKGROUND, 1), ("menu_bar_bg", BACKGROUND, 1), ("scrollbar_bg", PANEL, 0),
    ("scrollbar_grab", LINE, 1), ("scrollbar_grab_hovered", DIM, 0.6), ("scrollbar_grab_active", DIM, 0.8),
    ("check_mark", ACCENT, 1), ("slider_grab", ACCENT, 0.85), ("slider_grab_active", ACCENT, 1),
    ("button", RAISED, 1), ("button_hovered", LINE, 1), ("button_active", ACCENT, 0.5), ("header", RAISED, 1),
    ("header_hovered", LINE, 1), ("header_active", LINE, 1), ("separator", LINE, 1),
    ("separator_hovered", ACCENT, 0.6), ("separator_active", ACCENT, 1), ("resize_grip", LINE, 0.5),
    ("resize_grip_hovered", ACCENT, 0.5), ("resize_grip_active", ACCENT, 0.9), ("tab", BACKGROUND, 1),
    ("tab_hovered", LINE, 1), ("tab_selected", PANEL, 1), ("tab_dimmed", BACKGROUND, 1),
    ("tab_dimmed_selected", PANEL, 1), ("docking_preview", ACCENT, 0.4), ("docking_empty_bg", BACKGROUND, 0),
    ("plot_lines", ACCENT, 1), ("plot_histogram", ACCENT, 0.8), ("table_header_bg", RAISED, 1),
    ("table_border_light", LINE, 1), ("table_border_strong", LINE, 1), ("table_row_bg", PANEL, 0),
    ("table_row_bg_alt", RAISED, 0.35), ("text_selected_bg", ACCENT, 0.35), ("drag_drop_target", ACCENT, 1),
    ("nav_cursor", ACCENT, 1), ("modal_window_dim_bg", BACKGROUND, 0.6),
)  # fmt: skip
