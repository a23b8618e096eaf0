// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/compare_dialog.h"

#include "console/environments/environment_difference.h"
#include "console/style/metrics.h"
#include "console/widgets/label.h"

#include <QComboBox>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;
using widgets::Label;

constexpr int margin = style::metrics::pageMargin;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

CompareDialog::CompareDialog(const LabStore& store, const std::string& id, QWidget* parent)
    : QDialog(parent)
    , m_store(store)
    , m_id(id)
    , m_other(new QComboBox(this))
    , m_hint(new Label(Text::secondary, Token::secondary, this))
    , m_changes(new widgets::ChangeList(this)) {
    setObjectName(QStringLiteral("compareDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(640, 560);
    const auto* environment = m_store.environment(id);
    const QString title = tr("Compare %1").arg(environment ? q(environment->document.name) : QString());
    setWindowTitle(title);
    m_other->setObjectName(QStringLiteral("otherEnvironmentComboBox"));
    m_other->setAccessibleName(tr("Compared with"));
    m_hint->setObjectName(QStringLiteral("compareHintLabel"));
    m_hint->setWordWrap(true);
    auto* close = new QPushButton(tr("Close"), this);
    close->setObjectName(QStringLiteral("closeComparePushButton"));
    close->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new Label(tr("with"), Text::body, Token::secondary, this));
    row->addWidget(m_other, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(12);
    layout->addWidget(new Label(title, Text::heading, Token::text, this));
    layout->addLayout(row);
    layout->addWidget(m_changes, 1);
    layout->addLayout(buttons);
    connect(m_other, &QComboBox::currentIndexChanged, this, &CompareDialog::compare);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(&m_store, &LabStore::changed, this, [this](const StoreChanges& changes) {
        if (changes.environments)
            fill();
    });
    fill();
}

void CompareDialog::fill() {
    const QVariant chosen = m_other->currentData();
    std::vector<std::pair<QString, QString>> others;
    for (const auto& [id, environment] : m_store.environments())
        if (id != m_id)
            others.emplace_back(q(environment.document.name), q(id));
    std::sort(others.begin(), others.end(),
              [](const auto& a, const auto& b) { return a.first.localeAwareCompare(b.first) < 0; });
    const QSignalBlocker quiet(m_other);
    m_other->clear();
    for (const auto& [name, id] : others)
        m_other->addItem(name, id);
    m_other->setCurrentIndex(std::max(0, m_other->findData(chosen)));
    compare();
}

void CompareDialog::compare() {
    const auto* here = m_store.environment(m_id);
    const auto* other = m_store.environment(m_other->currentData().toString().toStdString());
    if (!here) {
        reject(); // somebody has deleted it
        return;
    }
    if (!other) {
        m_hint->setText(tr("There is no other environment."));
        return;
    }
    m_hint->setText(tr("− is %1, + is %2. Values of secrets are not compared.")
                        .arg(q(here->document.name), q(other->document.name)));
    m_changes->setChanges(changesBetween(here->document, other->document));
}

} // namespace labwarden::console
