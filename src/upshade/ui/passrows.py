"""The list of passes: those that run with a bar of their time, those that do not with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgui_bundle import ImVec2, imgui

from ..core import plan_text, rpn
from ..core.plan_text import dispatch, in_place, mib, step_title, storage_name, store_name
from ..core.steps import Plan, Step
from . import theme
from .words import ms, shown

if TYPE_CHECKING:
    from .app import App
    from .preview import Preview

_BADGE = 22.0


@dataclass(slots=True)
class Row:
    """A step that runs. `share`: of the slowest step's time, 0…1. `card`: its place in the chain from 1 on, "" for what
    the player puts in."""

    title: str
    detail: str
    time: str
    share: float
    card: str
    tip: list[str] | None = None
    words: ImVec2 | None = None
    """The title's size, measured once."""
    wide: float = -1.0
    """Width of `time`."""


@dataclass(slots=True)
class Group:
    """Passes of one shader that do not run, by reason."""

    label: str
    reasons: list[tuple[str, list[str]]]


class Rows:
    """`refresh` reads the plan and the times; `draw_steps` and `draw_skipped` only draw."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.steps: list[Row] = []
        self.groups: list[Group] = []
        self.problems: list[str] = []
        self.notices: list[str] = []
        self.head = ""
        self.total = 0.0
        """Milliseconds of all steps, as far as they are known."""
        self._plan: Plan | None = None

    def stale(self, preview: Preview) -> bool:
        return preview.plan is not self._plan

    # -- reading ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        app = self._app
        preview = app.preview
        plan = preview.plan if preview is not None else None
        self._errors(plan)
        if preview is None or plan is None:
            self._plan, self.steps, self.groups, self.notices, self.head = plan, [], [], [], ""
            self.total = 0.0
            return
        live = preview.main.live
        executor = live.executor
        times: list[float | None] = [None] * len(plan.steps)
        if executor is not None and executor.plan is plan:
            times = [value for _, value in executor.timings()]
        if plan is not self._plan:
            self._plan = plan
            self.steps = [self._row(plan, i) for i in range(len(plan.steps))]
            self.groups = _groups(plan)
            self.notices = list(plan.notices)
        known = [value for value in times if value is not None]
        slowest, self.total = max(known, default=0.0), sum(known)
        for row, value in zip(self.steps, times, strict=True):
            row.wide = -1.0
            row.time = f"{value:.2f} ms" if value is not None and value < 10 else ms(value)
            row.share = value / slowest if value is not None and slowest > 0 else 0.0
        compiling = live.compiling
        if compiling is not None:
            self.head = f"compiling {compiling[0]} of {compiling[1]} passes"
        elif not plan.steps:
            self.head = "nothing to do: every plane passes through bit for bit"
        else:
            count = len(plan.steps)
            self.head = f"{count} pass{'es' if count != 1 else ''}" + (f", {ms(self.total)}" if known else "")

    def _errors(self, plan: Plan | None) -> None:
        app = self._app
        lines = [f"{label}: {reason}" for label, reason in plan.dropped] if plan is not None else []
        said = {label for label, _ in plan.dropped} if plan is not None else set()
        if app.preview is not None:
            problems = app.preview.main.live.problems.items()
            lines += [f"{label}: {error}" for label, error in problems if label not in said]
        lines += [str(error) for error in app.edit.errors().values()]
        self.problems = list(dict.fromkeys(lines))

    def _row(self, plan: Plan, index: int) -> Row:
        step = plan.steps[index]
        card = self._app.edit.card_of(step.label) if step.label else None
        place = next((str(k) for k, one in enumerate(self._app.edit.cards, 1) if one.id == card), "")
        store = store_name(plan.slots[step.target])
        return Row(step_title(step), f"{step.stage}   {step.width}×{step.height}   {store}", "–", 0.0, place)

    # -- drawing ------------------------------------------------------------------------------------------------

    def draw_steps(self) -> None:
        """One row for each step: the bar behind it is its share of the slowest one."""
        imgui.text_colored(theme.four(theme.DIM), self.head)
        steps = self._app.picture.steps
        font, size = imgui.get_font(), imgui.get_font_size()
        small = size * theme.SMALL
        height = size + small + 12
        width = imgui.get_content_region_avail().x
        draw = imgui.get_window_draw_list()
        text, dim, bar = theme.packed(theme.TEXT), theme.packed(theme.DIM), theme.packed(theme.ACCENT, 0.16)
        edge, raised = theme.packed(theme.ACCENT, 0.9), theme.packed(theme.RAISED, 0.55)
        imgui.push_style_var(imgui.StyleVar_.item_spacing, ImVec2(8, 2))
        clip = imgui.ListClipper()
        clip.begin(len(self.steps), height + 2)
        while clip.step():
            for index in range(clip.display_start, clip.display_end):
                row = self.steps[index]
                at = imgui.get_cursor_screen_pos()
                if imgui.invisible_button(f"##step{index}", ImVec2(width, height)):
                    steps.show(index)
                hovered, chosen = imgui.is_item_hovered(), steps.node == index
                end = ImVec2(at.x + width, at.y + height)
                draw.add_rect_filled(at, end, theme.packed(theme.LINE, 0.8) if hovered else raised, 4.0)
                if row.share > 0:
                    draw.add_rect_filled(at, ImVec2(at.x + max(3.0, width * row.share), end.y), bar, 4.0)
                    draw.add_rect_filled(ImVec2(at.x, end.y - 2), ImVec2(at.x + max(3.0, width * row.share), end.y),
                                         edge, 1.0)  # fmt: skip
                if chosen:
                    draw.add_rect(at, end, edge, 4.0, 1.5)
                left = at.x + 8
                if row.card:
                    draw.add_text(font, small, ImVec2(left, at.y + 6), edge, row.card)
                left += _BADGE
                if row.words is None:
                    row.words = imgui.calc_text_size(row.title)
                if row.wide < 0:
                    row.wide = imgui.calc_text_size(row.time).x
                wide = row.wide
                stop = end.x - 16 - wide
                imgui.internal.render_text_ellipsis(draw, ImVec2(left, at.y + 4), ImVec2(stop, end.y), stop, row.title,
                                                    row.words)  # fmt: skip
                draw.add_text(ImVec2(end.x - 8 - wide, at.y + 4), text if row.share else dim, row.time)
                draw.add_text(font, small, ImVec2(left, at.y + 6 + size), dim, row.detail)
                if hovered:
                    self._tip(index)
        clip.end()
        imgui.pop_style_var()

    def draw_skipped(self) -> None:
        if not self.groups:
            return
        count = sum(len(titles) for group in self.groups for _, titles in group.reasons)
        imgui.set_next_item_open(True, imgui.Cond_.once)
        if not heading(f"{count} pass{'es do' if count != 1 else ' does'} not run###skipped"):
            return
        imgui.push_text_wrap_pos(0.0)
        imgui.push_style_color(imgui.Col_.text, theme.four(theme.DIM))
        for group in self.groups:
            imgui.push_style_color(imgui.Col_.text, theme.four(theme.TEXT, 0.8))
            imgui.text(shown(group.label))
            imgui.pop_style_color()
            imgui.indent(10)
            for reason, titles in group.reasons:
                for title in titles:
                    imgui.text(shown(title))
                imgui.push_font(None, imgui.get_style().font_size_base * theme.SMALL)
                imgui.indent(10)
                imgui.text_colored(theme.four(theme.DIM), shown(reason))
                imgui.unindent(10)
                imgui.pop_font()
            imgui.unindent(10)
        imgui.pop_style_color()
        imgui.pop_text_wrap_pos()

    def _tip(self, index: int) -> None:
        row, plan = self.steps[index], self._plan
        if plan is None:
            return
        if row.tip is None:
            row.tip = details(plan, index)
        imgui.begin_tooltip()
        imgui.text(row.title)
        imgui.push_style_color(imgui.Col_.text, theme.four(theme.DIM))
        for line in row.tip:
            imgui.text(line)
        imgui.text("click: look at what it draws")
        imgui.pop_style_color()
        imgui.end_tooltip()


def heading(text: str) -> bool:
    """What a click opens and closes."""
    imgui.push_style_color(imgui.Col_.header, theme.four(theme.PANEL, 0.0))
    imgui.push_style_color(imgui.Col_.text, theme.four(theme.DIM))
    imgui.push_style_var(imgui.StyleVar_.frame_padding, ImVec2(0, 4))
    shown = imgui.collapsing_header(text)
    imgui.pop_style_var()
    imgui.pop_style_color(2)
    return bool(shown)


def details(plan: Plan, index: int) -> list[str]:
    """What a step reads and makes, in lines."""
    step = plan.steps[index]
    lines = [f"{step.stage}: {step.width}×{step.height} {store_name(plan.slots[step.target])}, makes {step.makes}"]
    for bind in step.binds:
        if bind.bare:
            continue
        width, height, _ = bind.size
        how = ", linear" if bind.linear and not bind.exact else ""
        lines.append(f"reads {bind.name}: {_maker(plan, index, step, bind.ref)}, {width}×{height}{how}")
    lines += in_place(step)
    lines += [f"{storage_name(s)}, kept from frame to frame" if s.kind != "uniform" else storage_name(s)
              for s in step.storage]  # fmt: skip
    if step.compute is not None:
        lines.append(dispatch(step))
    if step.defines:
        lines.append("compiled in: " + ", ".join(f"{name} = {value}" for name, value in step.defines))
    last = plan.lifetimes[index][1]
    until = "the end" if last >= len(plan.steps) else f"step {last + 1}"
    spec = plan.slots[step.target]
    lines.append(f"in texture {step.target} ({mib(spec.nbytes)}) from step {index + 1} to {until}")
    if step.hook is not None and step.hook.when is not None:
        lines.append(f"runs because WHEN holds: {rpn.words(step.hook.when)}")
    return lines


def _maker(plan: Plan, index: int, step: Step, ref: object) -> str:
    kind, number = getattr(ref, "kind", ""), getattr(ref, "index", 0)
    if kind == "plane":
        return f"source plane {plan.source.format.planes[number]}"
    if kind == "slot":
        made = next((k for k in range(index - 1, -1, -1) if plan.steps[k].target == number), None)
        return f"step {made + 1}, {plan_text.step_title(plan.steps[made])}" if made is not None else "texture"
    return kind


def _groups(plan: Plan) -> list[Group]:
    groups: dict[str, dict[str, list[str]]] = {}
    gone = {label for label, _ in plan.dropped}
    for skip in plan.skipped:
        if skip.label not in gone:
            groups.setdefault(skip.label, {}).setdefault(skip.reason, []).append(_short(skip.label, skip.title))
    return [Group(label, list(reasons.items())) for label, reasons in groups.items()]


def _short(label: str, title: str) -> str:
    """Without the name that stands above it."""
    own = title.casefold().startswith(f"{label.partition('#')[0].casefold()}:")
    return title.partition(":")[2].strip() if own else title
