"""The one style sheet, filled from the tokens. Widgets choose a rule by the `kind` property or their object name."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from string import Template

from desktop.look.tokens import LIGHT, Colours, Radius, Space, Type

_ICONS = (Path(__file__).parent / "icons").as_posix()

_RULES = Template("""
* { outline: none; }
QWidget { color: $text; font-size: ${body}px; }
QMainWindow, QDialog { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $line_strong; padding: 5px 8px; }

QLabel { background: transparent; }
QLabel[kind="soft"] { color: $text_soft; }
QLabel[kind="faint"] { color: $text_faint; font-size: ${fine}px; }
QLabel[kind="fine"] { font-size: ${fine}px; }
QLabel[kind="today"] { color: $on_accent; background: $accent; font-size: ${fine}px; font-weight: 600;
  border-radius: ${r_s}px; }
QLabel[kind="heading"] { color: $text_faint; font-size: ${small}px; font-weight: 600; }
QLabel[kind="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[kind="display"] { font-size: ${display}px; font-weight: 700; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="problem"] { color: $bad; font-size: ${fine}px; }
QLabel[kind="good"] { color: $good; }
QLabel[kind="large"] { font-size: ${large}px; font-weight: 600; }

QPushButton, QToolButton { background: $raised; border: 1px solid $line_strong; border-radius: ${r_m}px; padding: 6px 11px;
  min-height: 18px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $calm_soft; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 5px 10px; }
QPushButton:disabled, QToolButton:disabled { color: $text_faint; background: $sunken; border-color: $line; }
QPushButton[kind="primary"], QToolButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent;
  font-weight: 600; }
QPushButton[kind="primary"]:hover, QToolButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:pressed, QToolButton[kind="primary"]:pressed { background: $accent_press; }
QPushButton[kind="primary"]:focus, QToolButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled, QToolButton[kind="primary"]:disabled {
  background: $calm_soft; color: $text_faint; border-color: $calm_soft; }
QPushButton[kind="danger"] { color: $bad; }
QPushButton[kind="danger"]:hover { background: $bad_soft; border-color: $bad; }
QPushButton[kind="quiet"], QToolButton[kind="quiet"] { background: transparent; border: 1px solid transparent;
  color: $text_soft; }
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover { background: $hover; color: $text; }
QPushButton[kind="quiet"]:pressed, QToolButton[kind="quiet"]:pressed { background: $calm_soft; }
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus { border: 2px solid $accent; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: $accent;
  padding: 2px 4px; font-weight: 600; }
QPushButton[kind="link"]:hover { color: $accent_hover; text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 1px 3px; }
QPushButton[kind="segment"] { background: transparent; border: 1px solid transparent; color: $text_soft; }
QPushButton[kind="segment"]:hover { background: $hover; }
QPushButton[kind="segment"]:checked { background: $accent_soft; color: $text; font-weight: 600; }
QPushButton[kind="segment"]:focus { border: 2px solid $accent; }
QToolButton[kind="icon"], QPushButton[kind="icon"] { background: transparent; border: 1px solid transparent;
  padding: 5px; min-height: 0; }
QToolButton[kind="icon"]:hover, QPushButton[kind="icon"]:hover { background: $hover; border-color: $line; }
QToolButton[kind="icon"]:checked { background: $accent_soft; border-color: $accent_soft; }
QToolButton[kind="icon"]:focus, QPushButton[kind="icon"]:focus { border: 2px solid $accent; padding: 4px; }
QPushButton#sideLink { text-align: left; padding-$start: 9px; }
QToolButton::menu-indicator { image: none; width: 0; }
#splitSend { border-top-$end-radius: 0; border-bottom-$end-radius: 0; padding-$end: 15px; }
#splitArrow { border-top-$start-radius: 0; border-bottom-$start-radius: 0; border-$start: 1px solid $accent_press;
  padding: 6px 6px; }
#splitArrow:focus { padding: 5px 5px; }

QLineEdit, QComboBox, QDateEdit, QTimeEdit, QSpinBox { background: $surface; border: 1px solid $line_strong;
  border-radius: ${r_m}px; padding: 6px 9px; min-height: 18px; selection-background-color: $accent;
  selection-color: $on_accent; }
QLineEdit:hover, QComboBox:hover, QDateEdit:hover, QTimeEdit:hover { border-color: $text_faint; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QTimeEdit:focus, QSpinBox:focus { border: 2px solid $accent;
  padding: 5px 8px; }
QLineEdit[problem="true"], QComboBox[problem="true"] { border-color: $bad; }
QLineEdit:disabled { background: $sunken; color: $text_faint; }
QLineEdit[kind="bare"], QComboBox[kind="bare"] { background: transparent; border: 1px solid transparent; padding: 5px 3px; }
QLineEdit[kind="bare"]:focus { border: 1px solid transparent; border-bottom: 2px solid $accent; border-radius: 0;
  padding: 5px 3px; }
QComboBox[kind="bare"] { padding: 5px 9px; }
QComboBox[kind="bare"]:focus { border: 2px solid $accent; padding: 4px 8px; }
QLineEdit#subject { font-size: ${large}px; font-weight: 600; padding-left: 0; border-left: none; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit:focus { border: none;
  padding: 0; min-height: 0; background: transparent; }
QTimeEdit::up-button, QTimeEdit::down-button, QSpinBox::up-button, QSpinBox::down-button { width: 0; height: 0; border: none; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 22px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url($icons/chevron-$tone.svg); width: 14px; height: 14px; }
QComboBox { combobox-popup: 0; }
QComboBoxPrivateContainer { border: none; background: transparent; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line_strong; border-radius: ${r_s}px; padding: 4px;
  selection-background-color: $accent_soft; selection-color: $text; outline: none; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; }
QCheckBox, QRadioButton { spacing: 8px; }
QRadioButton::indicator:focus { width: 12px; height: 12px; border: 2px solid $text_soft; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $text_faint; border-radius: 8px; background: $surface; }
QRadioButton::indicator:hover, QRadioButton::indicator:checked { border-color: $accent; }
QRadioButton::indicator:checked { background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5,
  stop: 0 $accent, stop: 0.52 $accent, stop: 0.64 $surface, stop: 1 $surface); }
QRadioButton::indicator:disabled { border-color: $line_strong; }
QCheckBox:focus { color: $accent; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid $text_faint; border-radius: 4px; background: $surface; }
QCheckBox::indicator:hover, QCheckBox::indicator:checked { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; image: url($icons/ticked-$tone.svg); }
QCheckBox::indicator:disabled { border-color: $line_strong; }
QCheckBox:disabled { color: $text_faint; }

QMenu { background: $raised; border: 1px solid $line_strong; padding: 5px; }
QMenu::item { padding: 7px 26px 7px 10px; border-radius: ${r_s}px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $text_faint; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QMenu::icon { padding-left: 8px; }

QScrollBar:vertical { background: transparent; width: 11px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 2px; }
QScrollBar::handle { background: $line_strong; border-radius: 3px; min-height: 30px; min-width: 30px; }
QScrollBar::handle:hover { background: $text_faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QScrollArea, QListView, QTextEdit, QTextBrowser { border: none; background: transparent; }
QTextEdit, QTextBrowser { selection-background-color: $accent; selection-color: $on_accent; }
QStatusBar { background: $side; border-top: 1px solid $line; }
QStatusBar::item { border: none; }

#side { background: $side; }
#middle { background: $window; }
#reading, #page { background: $surface; }
#readingBody { background: $surface; }
#paper { background: $surface; }
#footer { background: $sunken; border-top: 1px solid $line; }
#formatBar { background: $sunken; border: 1px solid $line; border-radius: ${r_m}px; }
#card { background: $sunken; border: 1px solid $line; border-radius: ${r_l}px; }
#card[tone="accent"] { background: $accent_soft; border-color: $accent_soft; }
#card[tone="good"] { background: $good_soft; border-color: $good_soft; }
#card[tone="warn"] { background: $warn_soft; border-color: $warn_soft; }
#card[tone="bad"] { background: $bad_soft; border-color: $bad_soft; }
#card[tone="calm"] { background: $calm_soft; border-color: $calm_soft; }
#choice { background: $raised; border: 1px solid $line_strong; border-radius: ${r_l}px; }
#popover { background: $raised; border: 1px solid $line_strong; }
#strip { background: $warn_soft; border-bottom: 1px solid $line; }
#settingsPage, #settingsPages { background: transparent; }
#settingsCard { background: $surface; border: 1px solid $line; border-radius: ${r_l}px; }
QListWidget#caught::item { padding: 8px 10px; border-radius: ${r_m}px; margin: 1px 0; color: $text; }
QListWidget#caught::item:hover { background: $hover; }
QListWidget#caught::item:selected { background: $accent_soft; color: $text; }
QListWidget#caught::item:selected:focus { border: 2px solid $accent; padding: 6px 8px; }
QListWidget#settingsPages::item { padding: 8px 8px; border-radius: ${r_m}px; margin: 1px 0; color: $text; }
QListWidget#settingsPages::item:hover { background: $hover; }
QListWidget#settingsPages::item:selected { background: $accent_soft; color: $text; }
QListWidget#settingsPages:focus { border: none; }
QListWidget#settingsPages::item:selected:focus { border: 2px solid $accent; padding: 6px 6px; }
QPushButton[kind="keys"] { background: $sunken; border: 1px solid $line_strong; border-radius: ${r_s}px; padding: 4px 10px;
  min-height: 16px; font-size: ${fine}px; }
QPlainTextEdit, QKeySequenceEdit QLineEdit { background: $surface; border: 1px solid $line_strong;
  border-radius: ${r_m}px; padding: 6px; }
QPlainTextEdit:focus { border: 2px solid $accent; padding: 5px; }
QPlainTextEdit#licenceWords { font-size: ${fine}px; }
QListView#suggestions { background: $raised; border: 1px solid $line_strong; outline: none; }
QTreeWidget#importList { background: $surface; border: 1px solid $line; border-radius: ${r_m}px; outline: none; }
QTreeWidget#importList::item { min-height: 30px; padding: 0 6px; border-bottom: 1px solid $line; color: $text; }
QTreeWidget#importList::item:hover { background: $hover; }
QTreeWidget#importList::item:selected { background: $accent_soft; color: $text; }
QTreeWidget#importList QHeaderView::section { background: $sunken; color: $text_soft; border: none;
  border-bottom: 1px solid $line; padding: 7px 8px; font-size: ${fine}px; }
QTreeWidget#importList::indicator { width: 14px; height: 14px; border: 1px solid $text_faint; border-radius: 4px;
  background: $surface; }
QTreeWidget#importList::indicator:checked { border-color: $accent; background: $accent; image: url($icons/ticked-$tone.svg); }
QProgressBar[over="true"]::chunk { background: $bad; }
#fieldRow PillField[dropping="true"] { background: $accent_soft; border-radius: ${r_m}px; }
QDialog#palette { background: $raised; border: 1px solid $line_strong; border-radius: ${r_l}px; }
QLineEdit#paletteField { border: none; background: transparent; font-size: ${large}px; padding: 12px 12px; }
QListView#paletteList { padding: 3px 0; }
#toast { background: $raised; border: 1px solid $line_strong; border-radius: ${r_l}px; }
PillField QLineEdit[kind="bare"]:focus { border: 1px solid transparent; }
#fieldRow { background: transparent; border: none; border-bottom: 1px solid $line; border-radius: 0; }
#fieldRow[active="true"] { border-bottom: 1px solid $accent; }
QPushButton#entry, QPushButton#entryMore { min-height: 0; padding: 0; border: none; }
QPushButton#entryMore { color: $accent; background: transparent; font-size: ${small}px; font-weight: 600; padding: 0 6px;
  text-align: left; border-radius: ${r_s}px; }
QPushButton#entryMore:hover { text-decoration: underline; }
QPushButton#entryMore:focus { border: 2px solid $accent; padding: 0 4px; }
#calendarCell { background: $surface; border: 1px solid $line; border-left-color: transparent; border-top-color: transparent; }
#calendarCell[day="quiet"] { background: $sunken; }
#calendarCell[day="beside"] { background: $window; }
#rule { background: $line; max-height: 1px; min-height: 1px; }
QPushButton#folder, QPushButton#preset, QPushButton#accountLine { background: transparent; border: 1px solid transparent;
  border-radius: ${r_m}px; text-align: left; padding: 0; }
QPushButton#folder:hover, QPushButton#preset:hover, QPushButton#accountLine:hover { background: $hover; }
QPushButton#folder:checked, QPushButton#accountLine:checked { background: $accent_soft; }
QPushButton#folder:focus, QPushButton#preset:focus, QPushButton#accountLine:focus { border: 2px solid $accent; }
QPushButton#folder, QPushButton#preset { min-height: 32px; }
QPushButton#writeButton { min-height: 24px; }
QPushButton#preset:pressed { background: $accent_soft; }
QCalendarWidget QWidget { alternate-background-color: $sunken; }
QCalendarWidget QAbstractItemView { background: $raised; selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget #qt_calendar_navigationbar { background: $raised; }
QCalendarWidget QToolButton { border: none; padding: 4px 8px; background: transparent; }
QProgressBar { background: $calm_soft; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
""")


def style_sheet(colours: Colours, *, is_mirrored: bool = False) -> str:
    return _RULES.substitute(
        asdict(colours),
        icons=_ICONS,
        start="right" if is_mirrored else "left",
        end="left" if is_mirrored else "right",
        tone="light" if colours == LIGHT else "dark",
        r_s=Radius.S,
        r_m=Radius.M,
        r_l=Radius.L,
        small=Type.SMALL,
        fine=Type.FINE,
        body=Type.BODY,
        large=Type.LARGE,
        title=Type.TITLE,
        display=Type.DISPLAY,
        gap=Space.S,
    )
