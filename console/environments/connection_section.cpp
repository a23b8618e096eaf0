// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/connection_section.h"

#include "console/style/icons.h"
#include "console/widgets/announce.h"
#include "console/widgets/notice.h"
#include "console/widgets/state_badge.h"
#include "console/widgets/wrap_label.h"

#include <QGridLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;
using widgets::Label;

constexpr int longestSeconds = 15; ///< then the request is given up
constexpr int captionWidth = 72;
constexpr int badgeWidth = 128;
constexpr int belowBadgeTop = 3; ///< where the text of a badge begins

} // namespace

ConnectionSection::ConnectionSection(EnvironmentDraft& draft, const EnvironmentParts& parts, QWidget* parent)
    : EnvironmentFields(draft, {}, parent)
    , m_parts(parts)
    , m_test(new QPushButton(style::icon(Icon::plugZap), tr("Test connection"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_hint(new Label(Text::secondary, Token::secondary, this))
    , m_progress(new QProgressBar(this))
    , m_notice(new widgets::Notice(this))
    , m_telemetry(makeLine("telemetry", tr("Telemetry")))
    , m_grafana(makeLine("grafana", tr("Grafana"))) {
    m_test->setObjectName(QStringLiteral("testConnectionPushButton"));
    m_cancel->setObjectName(QStringLiteral("cancelTestPushButton"));
    m_cancel->setAccessibleName(tr("Cancel the test"));
    m_hint->setObjectName(QStringLiteral("connectionHintLabel"));
    m_hint->setWordWrap(true);
    m_progress->setRange(0, longestSeconds);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    m_notice->setObjectName(QStringLiteral("connectionNotice"));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_test);
    row->addWidget(m_cancel);
    row->addWidget(m_hint, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(row);
    layout->addWidget(m_progress);
    layout->addWidget(m_notice);
    layout->addWidget(m_telemetry.row);
    layout->addWidget(m_grafana.row);
    connect(m_test, &QPushButton::clicked, this, &ConnectionSection::test);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        cancel();
        m_hint->setText(tr("Cancelled: nothing is known."));
        m_test->setFocus();
    });
    connect(&m_tick, &QTimer::timeout, this, &ConnectionSection::showElapsed);
    clear();
    setBusy(false);
}

ConnectionSection::Line ConnectionSection::makeLine(const char* name, const QString& caption) {
    Line line{new QWidget(this), nullptr, nullptr};
    auto* label = new Label(caption, Text::secondaryStrong, Token::text, line.row);
    label->setFixedWidth(captionWidth);
    label->setContentsMargins(0, belowBadgeTop, 0, 0);
    line.badge = new widgets::StateBadge(line.row);
    line.badge->setObjectName(QLatin1String(name) + QLatin1String("CheckBadge"));
    line.words = new widgets::WrapLabel(Text::secondary, Token::text, line.row);
    line.words->setObjectName(QLatin1String(name) + QLatin1String("CheckLabel"));
    line.words->setTextFormat(Qt::PlainText);
    auto* badge = new QHBoxLayout;
    badge->addWidget(line.badge);
    badge->addStretch(1);
    auto* words = new QVBoxLayout;
    words->addSpacing(belowBadgeTop);
    words->addWidget(line.words, 1);
    auto* layout = new QGridLayout(line.row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(8);
    layout->addWidget(label, 0, 0, Qt::AlignTop);
    layout->addLayout(badge, 0, 1, Qt::AlignTop);
    layout->addLayout(words, 0, 2);
    layout->setColumnMinimumWidth(1, badgeWidth);
    layout->setColumnStretch(2, 1);
    line.row->hide();
    return line;
}

void ConnectionSection::setId(const std::string& id) {
    cancel();
    clear();
    m_id = id;
}

void ConnectionSection::clear() {
    m_tested.reset();
    m_notice->clear();
    m_telemetry.row->hide();
    m_grafana.row->hide();
    m_hint->setText(tr("The server tries the telemetry source and the Grafana link, as they are written."));
}

void ConnectionSection::setBusy(bool busy) {
    if (busy) {
        m_since.start();
        m_tick.start(std::chrono::seconds(1));
        showElapsed();
    } else {
        m_tick.stop();
    }
    m_test->setEnabled(!busy);
    m_cancel->setVisible(busy);
    m_progress->setVisible(busy);
}

void ConnectionSection::showElapsed() {
    const auto seconds = static_cast<int>(m_since.elapsed() / 1000);
    m_progress->setValue(seconds);
    m_hint->setText(tr("Testing… %1 s of at most %2 s").arg(seconds).arg(longestSeconds));
}

void ConnectionSection::test() {
    if (m_job)
        return;
    clear();
    if (!draft().faults().empty()) {
        m_hint->setText(tr("First mend what is marked (F8 leads there)."));
        return;
    }
    ConnectionTest request{documentOf(draft().document()), {}};
    if (!m_id.empty())
        request.id = m_id;
    m_job = m_parts.environments.testConnection(
        std::move(request), this, [this, tested = draft().document()](ApiResult<ConnectionReport> result) {
            const bool hadFocus = m_cancel->hasFocus();
            m_job = nullptr;
            setBusy(false);
            if (hadFocus)
                m_test->setFocus();
            if (!result) {
                m_hint->clear();
                m_notice->problem(result.error().title, result.error().detail);
                return;
            }
            m_tested = tested;
            show(*result);
            refresh(); // it may have been changed meanwhile
        });
    setBusy(true);
    m_cancel->setFocus();
}

void ConnectionSection::cancel() {
    if (!m_job)
        return;
    m_job->cancel();
    m_job = nullptr;
    setBusy(false);
    clear();
}

void ConnectionSection::show(const ConnectionReport& report) {
    m_hint->clear();
    showLine(m_telemetry, report.telemetry);
    showLine(m_grafana, report.grafana);
    setAccessibleName(
        tr("Telemetry: %1 Grafana: %2").arg(m_telemetry.words->text(), m_grafana.words->text()));
    widgets::announce(this);
}

void ConnectionSection::showLine(const Line& line, const ConnectionCheck& check) {
    line.badge->setLook(check.ok ? widgets::StateLook{Icon::circleCheck, Token::available, tr("Works")}
                                 : widgets::StateLook{Icon::circleX, Token::failed, tr("Does not work")});
    line.words->setText(QString::fromStdString(check.detail));
    line.row->show();
}

void ConnectionSection::refresh() {
    if (m_tested && !isSame(*m_tested, draft().document()))
        clear();
}

QList<QWidget*> ConnectionSection::tabStops() const {
    return {m_test, m_cancel};
}

} // namespace labwarden::console
