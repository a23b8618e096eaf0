// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_footer.h"

#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

constexpr int longestMessage = 1000;

} // namespace

CaseFooter::CaseFooter(QWidget* parent)
    : QWidget(parent)
    , m_message(new QLineEdit(this))
    , m_words(new widgets::Label(style::Text::secondary, style::Token::secondary, this))
    , m_discard(new QPushButton(this))
    , m_save(new QPushButton(this)) {
    m_message->setObjectName(QStringLiteral("revisionMessageLineEdit"));
    m_message->setMaxLength(longestMessage);
    m_message->setPlaceholderText(tr("What is this change for?"));
    m_message->setAccessibleName(tr("What this change is for"));
    m_words->setObjectName(QStringLiteral("caseUnsavedLabel"));
    m_discard->setObjectName(QStringLiteral("discardCasePushButton"));
    m_save->setObjectName(QStringLiteral("saveCasePushButton"));
    m_save->setToolTip(
        tr("Save (%1)").arg(QKeySequence(QKeySequence::Save).toString(QKeySequence::NativeText)));
    style::setButtonRole(m_save, style::ButtonRole::primary);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(style::metrics::pageMargin, 10, style::metrics::pageMargin, 12);
    row->setSpacing(8);
    row->addWidget(m_message, 1);
    row->addWidget(m_words, 1);
    row->addWidget(m_discard);
    row->addWidget(m_save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addLayout(row);
    connect(m_message, &QLineEdit::textEdited, this, &CaseFooter::messageEdited);
    connect(m_message, &QLineEdit::returnPressed, this, &CaseFooter::saveRequested);
    connect(m_discard, &QPushButton::clicked, this, &CaseFooter::discardRequested);
    connect(m_save, &QPushButton::clicked, this, &CaseFooter::saveRequested);
}

void CaseFooter::setState(const State& state) {
    m_message->setVisible(!state.isNew);
    m_words->setVisible(state.isNew);
    m_words->setText(state.faults > 0 ? tr("Not saved before its faults are mended.") : tr("Not saved yet."));
    m_discard->setText(state.isNew ? tr("Cancel") : tr("Discard"));
    m_discard->setVisible(state.isNew || state.isDirty);
    m_discard->setEnabled(!state.isBusy);
    m_save->setText(state.isBusy ? tr("Saving…") : state.isNew ? tr("Create test case") : tr("Save"));
    m_save->setEnabled(state.canSave && !state.isBusy);
}

QString CaseFooter::message() const {
    return m_message->text();
}

void CaseFooter::setMessage(const QString& message) {
    m_message->setText(message);
}

} // namespace labwarden::console
