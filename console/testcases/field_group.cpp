// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/field_group.h"

#include "console/style/fonts.h"
#include "console/testcases/duration_edit.h"
#include "console/testcases/fault_mark.h"
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

FieldGroup::FieldGroup(CaseDraft& draft, QString base, QWidget* parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_base(std::move(base))
    , m_faultsLabel(new widgets::Label(style::Text::secondary, style::Token::failed, this)) {
    m_faultsLabel->setObjectName(QStringLiteral("groupFaultsLabel"));
    m_faultsLabel->setTextFormat(Qt::PlainText); // the words may be the server's
    m_faultsLabel->setWordWrap(true);
    m_faultsLabel->hide();
}

TestCaseDocument& FieldGroup::document() const {
    return const_cast<TestCaseDocument&>(m_draft.document()); // what is read through it is not changed
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

void FieldGroup::write(const char* rest, const QString& what, CaseDraft::Kind kind,
                       const std::function<void(TestCaseDocument&)>& change) {
    m_draft.edit(m_base + QLatin1String(rest), what, kind, change);
}

QLineEdit* FieldGroup::addLine(const char* rest, const char* name, const QString& caption,
                               const QString& what, Access<std::string> access) {
    auto* line = new QLineEdit(this);
    line->setObjectName(QLatin1String(name) + QLatin1String("LineEdit"));
    connect(line, &QLineEdit::textEdited, this, [this, rest, what, access](const QString& text) {
        write(rest, what, CaseDraft::Kind::typing, [&](TestCaseDocument& document) {
            if (auto* value = access(document))
                *value = text.toStdString();
        });
    });
    addField(QLatin1String(rest), line, caption, [this, line, access] {
        const auto* value = access(document());
        if (value && line->text() != QString::fromStdString(*value))
            line->setText(QString::fromStdString(*value));
    });
    return line;
}

QPlainTextEdit* FieldGroup::addProse(const char* rest, const char* name, const QString& caption,
                                     const QString& what, Access<std::string> access) {
    auto* text = new QPlainTextEdit(this);
    text->setObjectName(QLatin1String(name) + QLatin1String("PlainTextEdit"));
    text->setUndoRedoEnabled(false);
    text->setTabChangesFocus(true);
    connect(text, &QPlainTextEdit::textChanged, this, [this, text, rest, what, access] {
        write(rest, what, CaseDraft::Kind::typing, [&](TestCaseDocument& document) {
            if (auto* value = access(document))
                *value = text->toPlainText().toStdString();
        });
    });
    addField(QLatin1String(rest), text, caption, [text, this, access] {
        const auto* value = access(document());
        if (!value || text->toPlainText() == QString::fromStdString(*value))
            return;
        const QSignalBlocker quiet(text);
        text->setPlainText(QString::fromStdString(*value));
    });
    return text;
}

DurationEdit* FieldGroup::addDuration(const char* rest, const char* name, const QString& caption,
                                      const QString& what, Access<double> access) {
    auto* line = new DurationEdit(this);
    line->setObjectName(QLatin1String(name) + QLatin1String("DurationEdit"));
    connect(line, &DurationEdit::secondsEdited, this, [this, rest, what, access](double seconds) {
        write(rest, what, CaseDraft::Kind::typing, [&](TestCaseDocument& document) {
            if (auto* value = access(document))
                *value = seconds;
        });
    });
    connect(line, &DurationEdit::readableChanged, this, [this, line] {
        showFaults();
        if (!line->isReadable())
            markFault(line, tr("is no length of time: 90 s, 6 m 10 s or 2 h would be one"));
    });
    addField(QLatin1String(rest), line, caption, [this, line, access] {
        if (const auto* value = access(document()))
            line->setSeconds(*value);
    });
    return line;
}

QLineEdit* FieldGroup::addNumber(const char* rest, const char* name, const QString& caption,
                                 const QString& what, Access<std::optional<double>> access) {
    auto* line = new QLineEdit(this);
    line->setObjectName(QLatin1String(name) + QLatin1String("LineEdit"));
    const auto read = [](const QString& text) {
        bool isNumber = false;
        const double number =
            QLocale::c().toDouble(QString(text).replace(QLatin1Char(','), QLatin1Char('.')), &isNumber);
        return isNumber ? std::optional(number) : std::nullopt;
    };
    connect(line, &QLineEdit::textEdited, this, [this, line, rest, what, access, read](const QString& text) {
        const auto number = read(text);
        if (number || text.trimmed().isEmpty())
            write(rest, what, CaseDraft::Kind::typing, [&](TestCaseDocument& document) {
                if (auto* value = access(document))
                    *value = number;
            });
        showFaults();
        if (!number && !text.trimmed().isEmpty())
            markFault(line, tr("must be a number"));
    });
    const auto show = [this, line, access, read] {
        const auto* value = access(document());
        if (value && !(line->hasFocus() && !line->text().isEmpty() && !read(line->text())) &&
            read(line->text()) != *value)
            line->setText(numberText(*value));
    };
    connect(line, &QLineEdit::editingFinished, this, [this, line, show, read] {
        if (!line->text().isEmpty() && !read(line->text())) {
            line->clear();
            show();
            showFaults();
        }
    });
    addField(QLatin1String(rest), line, caption, show);
    return line;
}

QSpinBox* FieldGroup::addCount(const char* rest, const char* name, const QString& caption,
                               const QString& what, int least, int most, Access<int> access) {
    auto* box = new QSpinBox(this);
    box->setObjectName(QLatin1String(name) + QLatin1String("SpinBox"));
    box->setRange(least, most);
    box->setFocusPolicy(Qt::StrongFocus);
    connect(box, &QSpinBox::valueChanged, this, [this, rest, what, access](int number) {
        write(rest, what, CaseDraft::Kind::typing, [&](TestCaseDocument& document) {
            if (auto* value = access(document))
                *value = number;
        });
    });
    addField(QLatin1String(rest), box, caption, [this, box, access] {
        if (const auto* value = access(document()); value && *value != box->value()) {
            const QSignalBlocker quiet(box);
            box->setValue(*value);
        }
    });
    return box;
}

QComboBox* FieldGroup::addChoiceOf(const char* rest, const char* name, const QString& caption,
                                   const QString& what, const QStringList& words,
                                   std::function<int(TestCaseDocument&)> get,
                                   std::function<void(TestCaseDocument&, int)> set) {
    auto* box = new QComboBox(this);
    box->setObjectName(QLatin1String(name) + QLatin1String("ComboBox"));
    box->addItems(words);
    box->setFocusPolicy(Qt::StrongFocus);
    connect(box, &QComboBox::activated, this, [this, rest, what, set](int chosen) {
        write(rest, what, CaseDraft::Kind::step, [&](TestCaseDocument& document) { set(document, chosen); });
    });
    addField(QLatin1String(rest), box, caption, [this, box, get] { box->setCurrentIndex(get(document())); });
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
