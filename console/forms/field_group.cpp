// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/forms/field_group.h"

#include "console/forms/duration_edit.h"
#include "console/forms/fault_mark.h"
#include "console/style/fonts.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QSpinBox>

#include <algorithm>

namespace labwarden::console {
namespace {

bool isBelow(const QString& pointer, const QString& above) {
    return pointer.startsWith(above) &&
           (pointer.size() == above.size() || pointer[above.size()] == QLatin1Char('/'));
}

QString numberText(const std::optional<double>& number) {
    return number ? QLocale::c().toString(*number, 'g', QLocale::FloatingPointShortest) : QString();
}

} // namespace

FieldGroup::FieldGroup(Draft& draft, QString base, QWidget* parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_base(std::move(base))
    , m_faultsLabel(new widgets::Label(style::Text::secondary, style::Token::failed, this)) {
    m_faultsLabel->setObjectName(QStringLiteral("groupFaultsLabel"));
    m_faultsLabel->setTextFormat(Qt::PlainText); // the words may be the server's
    m_faultsLabel->setWordWrap(true);
    m_faultsLabel->hide();
}

void FieldGroup::refresh() {
    for (const auto& field : m_fields)
        if (field.show)
            field.show();
}

const FieldGroup::Field* FieldGroup::fieldOf(const QString& pointer) const {
    const Field* found = nullptr;
    for (const auto& field : m_fields)
        if (isBelow(pointer, field.pointer) && (!found || field.pointer.size() > found->pointer.size()))
            found = &field;
    return found;
}

QWidget* FieldGroup::fieldAt(const QString& pointer) const {
    if (const auto* field = fieldOf(pointer))
        return field->widget;
    const bool isMine = !m_base.isEmpty() && isBelow(pointer, m_base) && !m_fields.empty();
    return isMine ? m_fields.front().widget : nullptr;
}

QString FieldGroup::pointerOfFocus() const {
    const QWidget* focus = focusWidget();
    for (const auto& field : m_fields)
        if (focus && (field.widget == focus || field.widget->isAncestorOf(focus)))
            return field.pointer;
    return {};
}

QList<QWidget*> FieldGroup::tabStops() const {
    QList<QWidget*> stops;
    for (const auto& field : m_fields)
        stops << field.widget;
    return stops;
}

void FieldGroup::showFaults() {
    std::vector<std::pair<QWidget*, QString>> marks;
    QStringList lines;
    for (const auto& fault : m_draft.faults()) {
        const QString pointer = QString::fromStdString(fault.pointer);
        const auto* field = fieldOf(pointer);
        if (!field && (m_base.isEmpty() || pointer != m_base))
            continue;
        const QString message = QString::fromStdString(fault.message);
        lines << (field ? QStringLiteral("%1 %2").arg(field->caption, message) : message);
        if (field)
            marks.emplace_back(field->widget, message);
    }
    for (const auto& field : m_fields) {
        const auto at = std::find_if(marks.begin(), marks.end(),
                                     [&](const auto& mark) { return mark.first == field.widget; });
        markFault(field.widget, at == marks.end() ? QString() : at->second);
    }
    for (auto& line : lines)
        line = widgets::sentenceText(line);
    m_faultsLabel->setText(lines.join(QLatin1Char('\n')));
    m_faultsLabel->setVisible(!lines.isEmpty());
}

void FieldGroup::addField(const QString& rest, QWidget* widget, const QString& caption,
                          std::function<void()> show) {
    widget->setAccessibleName(caption);
    m_fields.push_back({m_base + rest, caption, widget, std::move(show)});
    takeUndoKeys(widget);
}

void FieldGroup::takeUndoKeys(QWidget* widget) {
    widget->installEventFilter(this);
    if (auto* box = qobject_cast<QComboBox*>(widget); box && box->lineEdit())
        box->lineEdit()->installEventFilter(this);
}

QLineEdit* FieldGroup::makeLine(const QString& rest, const char* name, const QString& caption,
                                Bound<std::string> value) {
    auto* line = new QLineEdit(this);
    line->setObjectName(QLatin1String(name) + QLatin1String("LineEdit"));
    connect(line, &QLineEdit::textEdited, this,
            [set = value.set](const QString& text) { set(text.toStdString()); });
    addField(rest, line, caption, [line, get = value.get] {
        const auto now = get();
        if (now && line->text() != QString::fromStdString(*now))
            line->setText(QString::fromStdString(*now));
    });
    return line;
}

QPlainTextEdit* FieldGroup::makeProse(const QString& rest, const char* name, const QString& caption,
                                      Bound<std::string> value) {
    auto* text = new QPlainTextEdit(this);
    text->setObjectName(QLatin1String(name) + QLatin1String("PlainTextEdit"));
    text->setUndoRedoEnabled(false);
    text->setTabChangesFocus(true);
    connect(text, &QPlainTextEdit::textChanged, this,
            [text, set = value.set] { set(text->toPlainText().toStdString()); });
    addField(rest, text, caption, [text, get = value.get] {
        const auto now = get();
        if (!now || text->toPlainText() == QString::fromStdString(*now))
            return;
        const QSignalBlocker quiet(text);
        text->setPlainText(QString::fromStdString(*now));
    });
    return text;
}

DurationEdit* FieldGroup::makeDuration(const QString& rest, const char* name, const QString& caption,
                                       Bound<double> value) {
    auto* line = new DurationEdit(this);
    line->setObjectName(QLatin1String(name) + QLatin1String("DurationEdit"));
    connect(line, &DurationEdit::secondsEdited, this, [set = value.set](double seconds) { set(seconds); });
    connect(line, &DurationEdit::readableChanged, this, [this, line] {
        showFaults();
        if (!line->isReadable())
            markFault(line, tr("is no length of time: 90 s, 6 m 10 s or 2 h would be one"));
    });
    addField(rest, line, caption, [line, get = value.get] {
        if (const auto now = get())
            line->setSeconds(*now);
    });
    return line;
}

QLineEdit* FieldGroup::makeNumber(const QString& rest, const char* name, const QString& caption,
                                  Bound<std::optional<double>> value) {
    auto* line = new QLineEdit(this);
    line->setObjectName(QLatin1String(name) + QLatin1String("LineEdit"));
    const auto read = [](const QString& text) {
        bool isNumber = false;
        const double number =
            QLocale::c().toDouble(QString(text).replace(QLatin1Char(','), QLatin1Char('.')), &isNumber);
        return isNumber ? std::optional(number) : std::nullopt;
    };
    connect(line, &QLineEdit::textEdited, this, [this, line, read, set = value.set](const QString& text) {
        const auto number = read(text);
        if (number || text.trimmed().isEmpty())
            set(number);
        showFaults();
        if (!number && !text.trimmed().isEmpty())
            markFault(line, tr("must be a number"));
    });
    const auto show = [line, read, get = value.get] {
        const auto now = get();
        if (now && !(line->hasFocus() && !line->text().isEmpty() && !read(line->text())) &&
            read(line->text()) != *now)
            line->setText(numberText(*now));
    };
    connect(line, &QLineEdit::editingFinished, this, [this, line, show, read] {
        if (!line->text().isEmpty() && !read(line->text())) {
            line->clear();
            show();
            showFaults();
        }
    });
    addField(rest, line, caption, show);
    return line;
}

QSpinBox* FieldGroup::makeCount(const QString& rest, const char* name, const QString& caption, int least,
                                int most, Bound<int> value) {
    auto* box = new QSpinBox(this);
    box->setObjectName(QLatin1String(name) + QLatin1String("SpinBox"));
    box->setRange(least, most);
    box->setFocusPolicy(Qt::StrongFocus);
    connect(box, &QSpinBox::valueChanged, this, [set = value.set](int number) { set(number); });
    addField(rest, box, caption, [box, get = value.get] {
        if (const auto now = get(); now && *now != box->value()) {
            const QSignalBlocker quiet(box);
            box->setValue(*now);
        }
    });
    return box;
}

QComboBox* FieldGroup::makeChoice(const QString& rest, const char* name, const QString& caption,
                                  const QStringList& words, Bound<int> value) {
    auto* box = new QComboBox(this);
    box->setObjectName(QLatin1String(name) + QLatin1String("ComboBox"));
    box->addItems(words);
    box->setFocusPolicy(Qt::StrongFocus);
    connect(box, &QComboBox::activated, this, [set = value.set](int chosen) { set(chosen); });
    addField(rest, box, caption, [box, get = value.get] { box->setCurrentIndex(get().value_or(-1)); });
    return box;
}

bool FieldGroup::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore(); // else the field would undo its own letters
            return true;
        }
    }
    // The wheel scrolls the form and changes no value in passing.
    if (event->type() == QEvent::Wheel &&
        (qobject_cast<QComboBox*>(watched) || qobject_cast<QSpinBox*>(watched))) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace labwarden::console
