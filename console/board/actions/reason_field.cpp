// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/reason_field.h"

#include "common/domain/device.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/label.h"

#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QSettings>
#include <QVBoxLayout>

namespace labwarden::board {
namespace {

using style::Text;
using style::Token;
using widgets::Label;

constexpr int mostKept = 8;
constexpr qsizetype longest = static_cast<qsizetype>(device_limits::reason);
constexpr qsizetype nearTheEnd = longest - 100; ///< from here on the length is shown

/// In characters, as the server counts.
qsizetype lengthOf(const QString& text) {
    return text.toUcs4().size();
}

} // namespace

ReasonField::ReasonField(const QString& caption, QSettings& settings, const QString& key, QWidget* parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_key(key)
    , m_input(new QComboBox(this))
    , m_length(new Label(Text::caption, Token::muted, this)) {
    auto* label = new Label(caption, Text::secondary, Token::secondary, this);
    m_input->setObjectName(QStringLiteral("reasonComboBox"));
    m_input->setAccessibleName(QString(caption).remove(QLatin1Char('&')));
    m_input->setEditable(true);
    m_input->setInsertPolicy(QComboBox::NoInsert);
    m_input->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_input->setMinimumContentsLength(20);
    m_input->addItems(settings.value(key).toStringList());
    m_input->setCurrentIndex(-1);
    m_input->clearEditText();
    m_input->completer()->setFilterMode(Qt::MatchContains);
    m_input->completer()->setCompletionMode(QCompleter::PopupCompletion);
    label->setBuddy(m_input);
    m_length->setObjectName(QStringLiteral("reasonLengthLabel"));
    m_length->setAlignment(Qt::AlignRight);
    auto* head = new QHBoxLayout;
    head->addWidget(label, 1);
    head->addWidget(m_length);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(m_input);
    widgets::leadFocus(this, m_input);
    connect(m_input, &QComboBox::editTextChanged, this, [this] {
        noteLength();
        Q_EMIT changed();
    });
    noteLength();
}

std::string ReasonField::reason() const {
    return m_input->currentText().simplified().toStdString();
}

QString ReasonField::whatIsMissing() const {
    const qsizetype length = lengthOf(m_input->currentText().simplified());
    if (length == 0)
        return tr("Give a reason.");
    if (length > longest)
        return length - longest == 1 ? tr("The reason is 1 character too long.")
                                     : tr("The reason is %1 characters too long.").arg(length - longest);
    return {};
}

void ReasonField::setPlaceholder(const QString& text) {
    m_input->lineEdit()->setPlaceholderText(text);
}

void ReasonField::noteLength() {
    const qsizetype length = lengthOf(m_input->currentText().simplified());
    m_length->setText(length > nearTheEnd ? tr("%1 of %2").arg(length).arg(longest) : QString());
    m_length->setColour(length > longest ? Token::failed : Token::muted);
    m_input->setAccessibleDescription(m_length->text());
}

void ReasonField::remember() {
    const QString used = QString::fromStdString(reason());
    QStringList kept = m_settings.value(m_key).toStringList();
    kept.removeAll(used);
    kept.prepend(used);
    m_settings.setValue(m_key, QStringList(kept.mid(0, mostKept)));
}

} // namespace labwarden::board
