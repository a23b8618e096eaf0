// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/save_bar.h"

#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::widgets {
namespace {

constexpr int longestMessage = 1000;

} // namespace

SaveBar::SaveBar(const QString& what, QWidget* parent)
    : QWidget(parent)
    , m_message(new QLineEdit(this))
    , m_unsaved(new Label(style::Text::secondary, style::Token::secondary, this))
    , m_discard(new QPushButton(this))
    , m_save(new QPushButton(this)) {
    m_message->setObjectName(QStringLiteral("revisionMessageLineEdit"));
    m_message->setMaxLength(longestMessage);
    m_message->setPlaceholderText(tr("What is this change for?"));
    m_message->setAccessibleName(tr("What this change is for"));
    m_message->hide();
    m_unsaved->setObjectName(QStringLiteral("unsavedLabel"));
    m_unsaved->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_discard->setObjectName(QStringLiteral("discardPushButton"));
    m_save->setObjectName(QStringLiteral("save%1PushButton").arg(what));
    m_save->setToolTip(
        tr("Save (%1)").arg(QKeySequence(QKeySequence::Save).toString(QKeySequence::NativeText)));
    style::setButtonRole(m_save, style::ButtonRole::primary);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(style::metrics::pageMargin, 10, style::metrics::pageMargin, 12);
    row->setSpacing(8);
    row->addWidget(m_message, 1);
    row->addWidget(m_unsaved, 1);
    row->addWidget(m_discard);
    row->addWidget(m_save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new Hairline(Qt::Horizontal, this));
    layout->addLayout(row);
    connect(m_message, &QLineEdit::textEdited, this, &SaveBar::messageEdited);
    connect(m_message, &QLineEdit::returnPressed, this, &SaveBar::saveRequested);
    connect(m_discard, &QPushButton::clicked, this, &SaveBar::discardRequested);
    connect(m_save, &QPushButton::clicked, this, &SaveBar::saveRequested);
}

void SaveBar::setState(const State& state) {
    m_save->setText(state.save);
    m_save->setEnabled(state.canSave);
    m_discard->setText(state.discard);
    m_discard->setVisible(state.offersDiscard);
    m_discard->setEnabled(state.canDiscard);
    m_message->setVisible(state.asksForMessage);
    m_unsaved->setVisible(!state.asksForMessage);
    m_unsaved->setText(state.unsaved);
    m_unsaved->setToolTip(state.unsaved);
}

QString SaveBar::message() const {
    return m_message->text();
}

void SaveBar::setMessage(const QString& message) {
    m_message->setText(message);
}

} // namespace labwarden::widgets
