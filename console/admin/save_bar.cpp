// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/save_bar.h"

#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::console {

SaveBar::SaveBar(QWidget* parent)
    : QWidget(parent)
    , m_unsaved(new widgets::Label(style::Text::secondary, style::Token::secondary, this))
    , m_discard(new QPushButton(this))
    , m_save(new QPushButton(this)) {
    m_unsaved->setObjectName(QStringLiteral("unsavedLabel"));
    m_unsaved->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_discard->setObjectName(QStringLiteral("discardPushButton"));
    m_save->setObjectName(QStringLiteral("saveUserPushButton"));
    m_save->setToolTip(
        tr("Save (%1)").arg(QKeySequence(QKeySequence::Save).toString(QKeySequence::NativeText)));
    style::setButtonRole(m_save, style::ButtonRole::primary);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(style::metrics::pageMargin, 10, style::metrics::pageMargin, 12);
    row->setSpacing(8);
    row->addWidget(m_unsaved, 1);
    row->addWidget(m_discard);
    row->addWidget(m_save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    layout->addLayout(row);
    connect(m_discard, &QPushButton::clicked, this, &SaveBar::discardRequested);
    connect(m_save, &QPushButton::clicked, this, &SaveBar::saveRequested);
}

void SaveBar::setState(const State& state) {
    m_save->setText(state.save);
    m_save->setEnabled(state.canSave);
    m_discard->setText(state.discard);
    m_discard->setVisible(state.offersDiscard);
    m_discard->setEnabled(state.canDiscard);
    m_unsaved->setText(state.unsaved);
    m_unsaved->setToolTip(state.unsaved);
}

} // namespace labwarden::console
