// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/run_strip.h"

#include "console/board/panel/device_words.h"
#include "console/style/painting.h"
#include "console/widgets/label.h"
#include "console/widgets/state_badge.h"

#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace labwarden::board {
namespace {

using style::Text;
using style::Token;
using widgets::Label;

Label* wrapped(Text font, Token colour, const char* name, QWidget* parent) {
    auto* label = new Label(font, colour, parent);
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    return label;
}

} // namespace

class RunStrip::Progress : public QWidget {
public:
    explicit Progress(QWidget* parent) : QWidget(parent) { setFixedHeight(4); }

    void setPercent(double percent, Token colour) {
        m_colour = colour;
        m_share = std::clamp(percent / 100, 0.0, 1.0);
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const auto& t = style::tokens(this);
        style::paintBar(painter, rect(), m_share, t[Token::border], t[m_colour]);
    }

private:
    double m_share = 0;
    Token m_colour = Token::underTest;
};

RunStrip::RunStrip(QWidget* parent)
    : QWidget(parent)
    , m_title(new Label(Text::secondaryStrong, Token::text, this))
    , m_badge(new widgets::StateBadge(this))
    , m_case(wrapped(Text::body, Token::text, "runCaseLabel", this))
    , m_step(wrapped(Text::secondary, Token::secondary, "runStepLabel", this))
    , m_percent(new Label(Text::secondaryStrong, Token::text, this))
    , m_progress(new Progress(this))
    , m_until(wrapped(Text::secondary, Token::secondary, "runUntilLabel", this))
    , m_open(new QPushButton(style::icon(style::Icon::arrowRight), tr("Open run"), this)) {
    setObjectName(QStringLiteral("runStrip"));
    m_title->setObjectName(QStringLiteral("stripTitleLabel"));
    m_badge->setObjectName(QStringLiteral("stripStateBadge"));
    m_open->setObjectName(QStringLiteral("openRunPushButton"));
    m_open->setAutoDefault(true); // Enter presses it, too
    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_title);
    first->addWidget(m_badge);
    first->addStretch(1);
    first->addWidget(m_open);
    auto* second = new QHBoxLayout;
    second->setSpacing(8);
    second->addWidget(m_step, 1);
    second->addWidget(m_percent, 0, Qt::AlignTop);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(first);
    layout->addWidget(m_case);
    layout->addLayout(second);
    layout->addWidget(m_progress);
    layout->addWidget(m_until);
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(m_runId); });
    hide();
}

void RunStrip::showDevice(const DeviceDetail& device, Timestamp now, bool isLive) {
    const bool isHeld = device.lease.runId.has_value();
    m_runId = device.lease.runId.value_or(device.lease.lastRunId.value_or(std::string()));
    for (QWidget* part : std::initializer_list<QWidget*>{m_case, m_step, m_percent, m_progress, m_until})
        part->setVisible(isHeld);
    if (isHeld)
        showHolder(device, now, isLive);
    else
        showLast(device.lease);
    setVisible(!m_runId.empty());
}

void RunStrip::showHolder(const DeviceDetail& device, Timestamp now, bool isLive) {
    const auto number = device.lease.runNumber;
    m_title->setText(number ? tr("Run #%1").arg(*number) : tr("Run"));
    m_open->setAccessibleName(number ? tr("Open run %1").arg(*number) : tr("Open run"));
    m_badge->setVisible(device.run.has_value());
    if (!device.run) {
        for (QWidget* part : std::initializer_list<QWidget*>{m_case, m_step, m_percent, m_progress, m_until})
            part->hide(); // being asked for
        return;
    }
    const auto& run = *device.run;
    const bool isRunning = run.state == RunState::running;
    auto look = widgets::lookOf(run.state, {});
    if (!isLive)
        look.colour = Token::offline;
    m_badge->setLook(look);
    m_case->setText(QStringLiteral("%1 · %2").arg(QString::fromStdString(run.testCaseKey),
                                                  QString::fromStdString(run.testCaseTitle)));
    m_step->setText(stepText(run));
    m_percent->setText(tr("%1 %").arg(static_cast<int>(run.progress.percent)));
    m_percent->setVisible(isRunning);
    m_progress->setPercent(run.progress.percent, isLive ? Token::underTest : Token::offline);
    m_progress->setAccessibleName(tr("Progress: %1").arg(m_percent->text()));
    m_progress->setVisible(isRunning);
    const QString until = untilText(run, now);
    m_until->setText(until);
    m_until->setVisible(!until.isEmpty());
}

void RunStrip::showLast(const Lease& lease) {
    m_title->setText(tr("Last run"));
    m_open->setAccessibleName(tr("Open the last run"));
    m_badge->setVisible(lease.lastOutcome.has_value());
    if (lease.lastOutcome)
        m_badge->setLook(widgets::lookOf(RunState::finished, lease.lastOutcome));
}

} // namespace labwarden::board
