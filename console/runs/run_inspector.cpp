// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/run_inspector.h"

#include "console/runs/criteria_list.h"
#include "console/runs/log_view.h"
#include "console/runs/run_facts.h"
#include "console/runs/run_words.h"
#include "console/runs/telemetry_panel.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/format.h"
#include "console/widgets/hairline.h"
#include "console/widgets/key_values.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "console/widgets/section_header.h"
#include "console/widgets/state_badge.h"
#include "console/widgets/step_timeline.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;
using widgets::Label;

constexpr int margin = style::metrics::pageMargin;
constexpr int tabPadding = 13; ///< of the style, left of a tab's word

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QPushButton* button(Icon icon, const QString& text, const char* name, QWidget* parent,
                    Token colour = Token::secondary) {
    auto* made = new QPushButton(style::icon(icon, colour), text, parent);
    made->setObjectName(QLatin1String(name));
    made->setAccessibleName(text);
    return made;
}

std::vector<widgets::StepBar> barsOf(const TestRunDetail& run) {
    std::vector<Step> planned = run.testCase.steps;
    planned.insert(planned.end(), run.testCase.teardown.begin(), run.testCase.teardown.end());
    std::vector<widgets::StepBar> bars;
    const auto plannedOf = [&](std::size_t index) {
        const double seconds = index < planned.size() ? planned[index].durationSeconds : 0;
        return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
    };
    if (run.timeline.empty())
        for (std::size_t i = 0; i < planned.size(); ++i)
            bars.push_back({q(planned[i].name), StepState::pending, {}, {}, plannedOf(i)});
    for (const auto& step : run.timeline)
        bars.push_back({q(step.name), step.state, step.startedAt, step.finishedAt,
                        plannedOf(static_cast<std::size_t>(step.index))});
    return bars;
}

} // namespace

RunInspector::RunInspector(LabApi& api, LabStore& store, LabSync& sync, const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_api(api)
    , m_store(store)
    , m_sync(sync)
    , m_clock(clock)
    , m_watch(api, store)
    , m_notice(new widgets::Notice(this))
    , m_tabs(new QTabBar(this))
    , m_parts(new QStackedWidget(this))
    , m_log(new LogView(this)) {
    setObjectName(QStringLiteral("runInspector"));
    setMinimumWidth(380);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    auto* noticeHolder = new QVBoxLayout;
    noticeHolder->setContentsMargins(margin, 0, margin, 0);
    noticeHolder->addWidget(m_notice);
    m_notice->setObjectName(QStringLiteral("runNotice"));
    layout->addLayout(noticeHolder);
    m_tabs->setObjectName(QStringLiteral("runTabBar"));
    m_tabs->setAccessibleName(tr("Parts of the run"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    auto* tabs = new QHBoxLayout;
    tabs->setContentsMargins(margin - tabPadding, 0, margin, 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    layout->addLayout(tabs);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, this));
    const auto addTab = [this](QWidget* page, const QString& name) {
        m_parts->addWidget(page);
        m_tabs->addTab(name);
    };
    addTab(makeOverview(), tr("Overview"));
    addTab(m_log, tr("Log"));
    addTab(makeDetails(), tr("Details"));
    layout->addWidget(m_parts, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_parts, &QStackedWidget::setCurrentIndex);

    m_seconds.setInterval(1000);
    connect(&m_seconds, &QTimer::timeout, this, &RunInspector::showTimes);
    connect(&m_watch, &RunWatch::updated, this, &RunInspector::showDetail);
    connect(&m_watch, &RunWatch::failed, this, [this](const ApiError& error) {
        if (!m_hasDetail || error.kind == ApiError::Kind::NotFound)
            m_notice->problem(error.title, error.detail);
    });
    connect(&m_store, &LabStore::sessionChanged, this, [this] {
        if (!m_run.id.empty())
            showHead(m_run); // what may be done with it may be different
    });
    connect(&m_store, &LabStore::changed, this, [this](const StoreChanges&) {
        if (const auto* run = m_store.run(m_watch.runId()); run && run->version > m_run.version) {
            static_cast<TestRun&>(m_run) = *run;
            showHead(m_run);
        }
    });
}

QWidget* RunInspector::makeHeader() {
    auto* header = new QWidget(this);
    m_title = new Label(Text::heading, Token::text, header);
    m_title->setObjectName(QStringLiteral("runTitleLabel"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_badge = new widgets::StateBadge(header);
    m_badge->setObjectName(QStringLiteral("runStateBadge"));
    m_subtitle = new Label(Text::secondary, Token::secondary, header);
    m_subtitle->setObjectName(QStringLiteral("runSubtitleLabel"));
    m_subtitle->setTextFormat(Qt::PlainText);
    m_subtitle->setWordWrap(true);
    m_close = new QToolButton(header);
    m_close->setObjectName(QStringLiteral("closeInspectorToolButton"));
    m_close->setIcon(style::icon(Icon::x));
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close (Esc)"));
    m_close->setAccessibleName(tr("Close"));
    m_link = new QToolButton(header);
    m_link->setObjectName(QStringLiteral("copyLinkToolButton"));
    m_link->setIcon(style::icon(Icon::link));
    m_link->setAutoRaise(true);
    m_link->setAccessibleName(tr("Copy link"));
    m_link->setToolTip(tr("Copy a link to this run (Ctrl+L)"));
    m_watchRun = new QToolButton(header);
    m_watchRun->setObjectName(QStringLiteral("watchRunToolButton"));
    m_watchRun->setCheckable(true);
    m_watchRun->setAutoRaise(true);
    m_watchRun->hide();
    m_grafana = button(Icon::chartLine, tr("Open in Grafana"), "grafanaPushButton", header);
    m_cancel = button(Icon::square, tr("Cancel"), "cancelRunPushButton", header, Token::failed);
    style::setButtonRole(m_cancel, style::ButtonRole::danger);

    auto* first = new QHBoxLayout;
    first->setSpacing(10);
    first->addWidget(m_title, 0);
    first->addWidget(m_badge);
    first->addStretch(1);
    first->addWidget(m_watchRun);
    first->addWidget(m_link);
    first->addWidget(m_close);
    auto* second = new QHBoxLayout;
    second->setSpacing(8);
    second->addWidget(m_subtitle, 1);
    second->addWidget(m_grafana);
    second->addWidget(m_cancel);
    auto* layout = new QVBoxLayout(header);
    layout->setContentsMargins(margin, 14, 12, 10);
    layout->setSpacing(8);
    layout->addLayout(first);
    layout->addLayout(second);

    connect(m_close, &QToolButton::clicked, this, &RunInspector::closed);
    connect(m_link, &QToolButton::clicked, this, &RunInspector::copyLink);
    connect(m_cancel, &QPushButton::clicked, this, &RunInspector::cancelRun);
    connect(m_grafana, &QPushButton::clicked, this, [this] {
        // The address comes from the environment's template: only what a browser opens is opened.
        const QUrl url(q(m_run.grafanaUrl));
        if (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"))
            QDesktopServices::openUrl(url);
    });
    return header;
}

QWidget* RunInspector::makeOverview() {
    auto* content = new QWidget(this);
    m_facts = new widgets::KeyValues(content);
    for (const auto& caption : {tr("Device"), tr("Environment"), tr("Started"), tr("Elapsed")})
        m_facts->add(caption);
    m_why = new widgets::Notice(content);
    m_why->setObjectName(QStringLiteral("whyNotice"));
    m_timelineHeader = new widgets::SectionHeader(tr("Timeline"), content);
    m_timeline = new widgets::StepTimeline(content);
    m_timeline->setObjectName(QStringLiteral("stepTimeline"));
    m_criteriaHeader = new widgets::SectionHeader(tr("Success criteria"), content);
    m_criteria = new CriteriaList(content);
    m_telemetry = new TelemetryPanel(m_api, m_clock, content);

    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(margin, 16, margin, margin);
    layout->setSpacing(12);
    layout->addWidget(m_facts);
    layout->addWidget(m_why);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, content));
    layout->addWidget(m_timelineHeader);
    layout->addWidget(m_timeline);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, content));
    layout->addWidget(m_criteriaHeader);
    layout->addWidget(m_criteria);
    layout->addWidget(new widgets::Hairline(Qt::Horizontal, content));
    layout->addWidget(m_telemetry, 1);

    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("runOverviewScrollArea"));
    scroll->setAccessibleName(tr("Overview of the run"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    // The ground is the inspector's own.
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    return scroll;
}

QWidget* RunInspector::makeDetails() {
    m_details = new RunFacts(this);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("runDetailsScrollArea"));
    scroll->setAccessibleName(tr("Details of the run"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_details);
    scroll->viewport()->setAutoFillBackground(false);
    m_details->setAutoFillBackground(false);
    return scroll;
}

void RunInspector::openRun(const std::string& runId) {
    if (runId == m_watch.runId())
        return;
    m_notice->clear();
    m_why->clear();
    m_telemetry->clear();
    m_hasDetail = false;
    m_run = {};
    m_criteria->setLines({});
    m_timeline->setSteps({}, m_clock.now());
    m_log->setLog({});
    if (const auto* known = m_store.run(runId)) {
        static_cast<TestRun&>(m_run) = *known;
        showHead(m_run);
    }
    m_watch.follow(runId);
}

void RunInspector::close() {
    m_watch.follow({});
    m_telemetry->clear();
    m_run = {};
}

void RunInspector::showHead(const TestRun& run) {
    m_title->setText(q(run.testCaseTitle));
    m_badge->setLook(widgets::lookOf(run.state, run.outcome), percentText(run));
    m_subtitle->setText(
        (run.healthCheck ? tr("Run #%1 · health check, wanted by %2") : tr("Run #%1 · started by %2"))
            .arg(run.number)
            .arg(q(run.createdBy)));
    const bool active = run.state != RunState::finished;
    m_cancel->setVisible(active && (m_store.may("runs:cancel") || m_store.may("runs:cancel-any")));
    m_cancel->setEnabled(!run.cancelRequested);
    m_cancel->setText(run.cancelRequested ? tr("Cancelling…") : tr("Cancel"));
    showWatch();
    m_facts->setValue(0, devicesText(run));
    m_facts->setValue(1, q(run.environmentName));
    m_grafana->setVisible(m_hasDetail && !m_run.grafanaUrl.empty());
    showTimes();
}

void RunInspector::showDetail(const TestRunDetail& run) {
    m_hasDetail = true;
    m_notice->clear();
    m_run = run;
    // The store may be ahead of this answer.
    if (const auto* known = m_store.run(run.id); known && known->version > run.version)
        static_cast<TestRun&>(m_run) = *known;
    showHead(m_run);
    m_details->showRun(m_run);

    const QString why = whySentence(m_run);
    const auto look = widgets::lookOf(m_run.state, m_run.outcome);
    if (why.isEmpty())
        m_why->clear();
    else
        m_why->say(look.icon, look.colour, why);
    const auto lines = criterionLines(m_run);
    m_criteriaHeader->setNote(lines.empty() ? tr("none") : criteriaSummary(lines));
    m_criteria->setLines(lines);
    m_telemetry->showRun(m_run);
    m_log->setLog(m_run.log);
}

void RunInspector::showTimes() {
    const auto now = m_clock.now();
    m_facts->setValue(2, m_run.startedAt ? widgets::timeText(*m_run.startedAt) : QStringLiteral("–"));
    const auto duration = durationOf(m_run, now);
    m_facts->setValue(3, duration ? widgets::durationText(*duration) : QStringLiteral("–"));
    if (!m_hasDetail)
        return;
    const auto bars = barsOf(m_run);
    m_timeline->setSteps(bars, m_run.finishedAt.value_or(now));
    const auto& progress = m_run.progress;
    if (m_run.state == RunState::running && progress.stepCount > 0)
        m_timelineHeader->setNote(tr("Step %1 of %2").arg(progress.stepIndex + 1).arg(progress.stepCount));
    else
        m_timelineHeader->setNote(bars.size() == 1 ? tr("1 step") : tr("%1 steps").arg(bars.size()));
}

void RunInspector::cancelRun() {
    const auto id = m_run.id;
    const bool running = m_run.state == RunState::running;
    widgets::MessageBox::ask(
        this,
        {tr("Cancel run %1?").arg(m_run.number),
         running ? tr("The runner stops the test, tears down, and the devices become free again.")
                 : tr("The run has not started yet; its devices become free at once."),
         tr("Cancel the run"), tr("Keep it"), true},
        [this, id](widgets::MessageBox::Answer answer) {
            if (answer != widgets::MessageBox::Answer::yes)
                return;
            m_cancel->setEnabled(false);
            m_api.cancelRun(id, this, [this](ApiResult<RunChange> change) {
                if (change) {
                    m_sync.accept(*change);
                    return;
                }
                m_cancel->setEnabled(true);
                m_notice->problem(tr("The run was not cancelled: %1").arg(change.error().title),
                                  change.error().detail);
            });
        });
}

void RunInspector::setWatchList(WatchList& list) {
    m_watches = &list;
    connect(&list, &WatchList::changed, this, &RunInspector::showWatch);
    connect(m_watchRun, &QToolButton::clicked, this,
            [this](bool on) { m_watches->setChanges(WatchKind::run, {m_run.id}, on); });
    showWatch();
}

void RunInspector::showWatch() {
    const bool ends = !m_run.id.empty() && m_run.state != RunState::finished;
    m_watchRun->setVisible(m_watches && ends);
    const bool watched = m_watches && m_watches->isWatched(m_run.id);
    m_watchRun->setChecked(watched);
    m_watchRun->setIcon(style::icon(Icon::eye, watched ? Token::accent : Token::secondary));
    m_watchRun->setAccessibleName(tr("Watch"));
    m_watchRun->setToolTip(watched ? tr("You are told how this run ends; a click ends that")
                                   : tr("Be told how this run ends"));
}

void RunInspector::copyLink() {
    QGuiApplication::clipboard()->setText(QStringLiteral("labwarden://run/%1").arg(m_run.number));
    m_link->setToolTip(tr("Copied"));
}

void RunInspector::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& tokens = style::tokens(this);
    painter.fillRect(rect(), tokens[Token::surface]);
    painter.fillRect(QRect(0, 0, 1, height()), tokens[Token::border]);
}

void RunInspector::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT closed();
        return;
    }
    QWidget::keyPressEvent(event);
}

void RunInspector::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_seconds.start();
    m_watch.setPaused(false);
}

void RunInspector::hideEvent(QHideEvent* event) {
    m_seconds.stop();
    m_watch.setPaused(true);
    QWidget::hideEvent(event);
}

} // namespace labwarden::console
