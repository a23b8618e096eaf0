// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/run_facts.h"

#include "console/style/metrics.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"

#include <QGridLayout>

#include <boost/json/serialize.hpp>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;
using widgets::Label;

constexpr int margin = style::metrics::pageMargin;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QString devicesOf(const TestRun& run) {
    QStringList devices;
    for (const auto& device : run.devices) {
        const bool named = !device.name.empty() && device.name != device.key;
        devices << (named ? QStringLiteral("%1 (%2)").arg(q(device.key), q(device.name)) : q(device.key));
    }
    return devices.join(QLatin1Char('\n'));
}

QString valueOf(const boost::json::value& value) {
    if (const auto* text = value.if_string())
        return QString::fromUtf8(text->data(), static_cast<qsizetype>(text->size()));
    return q(boost::json::serialize(value));
}

} // namespace

RunFacts::RunFacts(QWidget* parent) : QWidget(parent), m_layout(new QGridLayout(this)) {
    setObjectName(QStringLiteral("runFacts"));
    m_layout->setContentsMargins(margin, 16, margin, margin);
    m_layout->setHorizontalSpacing(16);
    m_layout->setVerticalSpacing(10);
    m_layout->setColumnMinimumWidth(0, 110);
    m_layout->setColumnStretch(1, 1);
}

void RunFacts::showRun(const TestRunDetail& run) {
    QList<QPair<QString, QString>> facts;
    const auto add = [&facts](const QString& caption, const QString& value) {
        if (!value.isEmpty())
            facts.append({caption, value});
    };
    add(tr("Test case"), tr("%1, revision %2").arg(q(run.testCaseKey)).arg(run.revision));
    add(tr("What it does"), q(run.testCase.description));
    add(run.devices.size() == 1 ? tr("Device") : tr("Devices"), devicesOf(run));
    add(tr("Environment"), q(run.environmentName));
    add(tr("Requested"), tr("%1 by %2").arg(widgets::dateTimeText(run.createdAt), q(run.createdBy)));
    add(tr("Runner"), run.runner.empty() ? tr("none yet") : q(run.runner));
    add(tr("Attempt"), QString::number(run.attempt));
    if (run.finishedAt)
        add(tr("Finished"), widgets::dateTimeText(*run.finishedAt));
    add(tr("Remark"), q(run.reason));
    add(tr("Link"), QStringLiteral("labwarden://run/%1").arg(run.number));
    for (const auto& [name, value] : run.parameters)
        add(q(std::string(name)), valueOf(value));
    if (facts == m_facts)
        return;
    m_facts = facts;
    while (auto* item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int row = 0;
    for (const auto& [caption, value] : facts) {
        m_layout->addWidget(new Label(caption, Text::secondary, Token::secondary, this), row, 0,
                            Qt::AlignTop);
        auto* text = new Label(value, Text::body, Token::text, this);
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_layout->addWidget(text, row, 1);
        m_layout->setRowStretch(row, 0);
        ++row;
    }
    m_layout->setRowStretch(row, 1);
}

} // namespace labwarden::console
