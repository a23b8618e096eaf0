// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/device_utilisation.h"

#include "console/api/clock.h"
#include "console/api/device_api.h"
#include "console/style/metrics.h"
#include "console/widgets/chip.h"
#include "console/widgets/distribution_bar.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/flow_layout.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "console/widgets/section_header.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QPainter>

#include <cmath>

namespace labwarden::board {
namespace {

using style::Text;
using style::Token;
using widgets::Label;

constexpr int margin = style::metrics::pageMargin;
constexpr int barHeight = 12;
constexpr int freshMs = 60'000;
constexpr double parts = 10'000; ///< the bar counts; this is its whole

QString percentText(double share) {
    if (share > 0 && share < 0.005)
        return DeviceUtilisationTab::tr("< 1 %");
    return DeviceUtilisationTab::tr("%1 %").arg(std::lround(share * 100));
}

/// The icon of a state in its colour.
class StateIcon : public QWidget {
public:
    StateIcon(const widgets::StateLook& look, QWidget* parent) : QWidget(parent), m_look(look) {
        setFixedSize(style::metrics::icon, style::metrics::icon);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        style::paintIcon(painter, rect(), m_look.icon, style::tokens(this)[m_look.colour]);
    }

private:
    widgets::StateLook m_look;
};

} // namespace

std::vector<TimeShare> timeShares(const DeviceUtilisation& utilisation) {
    std::vector<TimeShare> shares;
    for (const auto& [state, share] : {std::pair(DeviceState::under_test, utilisation.underTest),
                                       std::pair(DeviceState::available, utilisation.available),
                                       std::pair(DeviceState::maintenance, utilisation.maintenance),
                                       std::pair(DeviceState::offline, utilisation.offline)}) {
        const auto time = std::chrono::milliseconds(std::llround(share * utilisation.seconds * 1000));
        shares.push_back({widgets::lookOf(state), share, time, percentText(share)});
    }
    return shares;
}

class DeviceUtilisationTab::Bar : public QWidget {
public:
    explicit Bar(QWidget* parent) : QWidget(parent) { setFixedHeight(barHeight); }

    void setShares(const std::vector<TimeShare>& shares) {
        m_shares.clear();
        QStringList words;
        for (const auto& share : shares) {
            m_shares.push_back(
                {share.look.colour, static_cast<int>(std::lround(share.share * parts)), share.look.word});
            words << QStringLiteral("%1 %2").arg(share.look.word, share.percent);
        }
        setAccessibleName(words.join(QStringLiteral(", ")));
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        widgets::paintDistribution(painter, rect(), m_shares, style::tokens(this));
    }

private:
    std::vector<widgets::Share> m_shares;
};

DeviceUtilisationTab::DeviceUtilisationTab(const PanelParts& parts_, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts_)
    , m_ranges(new QButtonGroup(this))
    , m_notice(new widgets::Notice(this))
    , m_empty(new widgets::EmptyState(this)) {
    setObjectName(QStringLiteral("deviceUtilisation"));
    m_notice->setObjectName(QStringLiteral("utilisationNotice"));
    m_empty->setObjectName(QStringLiteral("utilisationEmptyState"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, 12, margin, margin);
    layout->setSpacing(12);
    layout->addWidget(makeRanges());
    layout->addWidget(m_notice);
    layout->addWidget(makeContent());
    layout->addWidget(m_empty, 1);
    layout->addStretch(0);
    m_next.setSingleShot(true);
    m_next.setInterval(freshMs);
    connect(&m_next, &QTimer::timeout, this, &DeviceUtilisationTab::load);
    connect(m_notice, &widgets::Notice::actionTriggered, this, &DeviceUtilisationTab::load);
    showUtilisation();
}

QWidget* DeviceUtilisationTab::makeRanges() {
    auto* bar = new QWidget(this);
    auto* flow = new widgets::FlowLayout(6, bar);
    const auto add = [&](const QString& word, const char* name, int hours) {
        auto* chip = new widgets::Chip(word, std::nullopt, bar);
        chip->setObjectName(QLatin1String(name));
        m_ranges->addButton(chip, hours);
        flow->addWidget(chip);
    };
    add(tr("24 hours"), "dayUtilisationChip", 24);
    add(tr("7 days"), "weekUtilisationChip", 24 * 7);
    add(tr("30 days"), "monthUtilisationChip", 24 * 30);
    m_ranges->button(24 * 7)->setChecked(true);
    connect(m_ranges, &QButtonGroup::idClicked, this, &DeviceUtilisationTab::load);
    return bar;
}

QWidget* DeviceUtilisationTab::makeContent() {
    m_content = new QWidget(this);
    m_header = new widgets::SectionHeader(tr("Utilisation"), m_content);
    m_bar = new Bar(m_content);
    m_bar->setObjectName(QStringLiteral("utilisationBar"));
    auto* table = new QWidget(m_content);
    m_rows = new QGridLayout(table);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setHorizontalSpacing(8);
    m_rows->setVerticalSpacing(8);
    m_rows->setColumnStretch(1, 1);
    m_rows->setColumnMinimumWidth(2, 52);
    m_rows->setColumnMinimumWidth(3, 84);
    int row = 0;
    for (const auto& share : timeShares({})) {
        m_rows->addWidget(new StateIcon(share.look, table), row, 0);
        m_rows->addWidget(new Label(share.look.word, Text::body, Token::text, table), row, 1);
        m_percents.push_back(new Label(Text::bodyStrong, Token::text, table));
        m_times.push_back(new Label(Text::secondary, Token::secondary, table));
        for (auto* label : {m_percents.back(), m_times.back()})
            label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_rows->addWidget(m_percents.back(), row, 2);
        m_rows->addWidget(m_times.back(), row, 3);
        ++row;
    }
    m_runs = new Label(Text::body, Token::text, m_content);
    m_runs->setObjectName(QStringLiteral("utilisationRunsLabel"));
    m_part = new Label(Text::secondary, Token::secondary, m_content);
    m_part->setObjectName(QStringLiteral("utilisationPartLabel"));
    m_part->setWordWrap(true);
    auto* layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_header);
    layout->addWidget(m_bar);
    layout->addWidget(table);
    layout->addWidget(m_runs);
    layout->addWidget(m_part);
    layout->addStretch(1);
    return m_content;
}

std::chrono::hours DeviceUtilisationTab::range() const {
    return std::chrono::hours(m_ranges->checkedId());
}

void DeviceUtilisationTab::clear() {
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
    m_next.stop();
    m_deviceId.clear();
    m_found.reset();
    m_isLoaded = false;
    m_notice->clear();
    showUtilisation();
}

void DeviceUtilisationTab::showDevice(const DeviceDetail& device) {
    if (device.id == m_deviceId)
        return;
    clear();
    m_deviceId = device.id;
    if (isVisible())
        load();
}

void DeviceUtilisationTab::load() {
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
    m_next.stop();
    if (m_deviceId.empty())
        return;
    const Timestamp now = m_parts.clock.now();
    m_job = m_parts.deviceApi.utilisation(m_deviceId, now - range(), now, this,
                                          [this](console::ApiResult<std::optional<DeviceUtilisation>> found) {
                                              m_job = nullptr;
                                              if (!found) {
                                                  showTrouble(found.error());
                                                  return;
                                              }
                                              m_notice->clear();
                                              m_isLoaded = true;
                                              m_found = found.take();
                                              if (isVisible())
                                                  m_next.start();
                                              showUtilisation();
                                          });
}

void DeviceUtilisationTab::showUtilisation() {
    const bool hasAny = m_found && m_found->seconds > 0;
    m_content->setVisible(hasAny);
    m_empty->setVisible(!hasAny);
    if (!hasAny) {
        if (m_isLoaded)
            m_empty->setContent(style::Icon::gauge, tr("It was not in the lab then"),
                                tr("Choose another range."));
        else
            m_empty->setContent(style::Icon::gauge, m_notice->isHidden() ? tr("Loading…") : QString());
        return;
    }
    const auto shares = timeShares(*m_found);
    m_bar->setShares(shares);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        m_percents[i]->setText(shares[i].percent);
        m_times[i]->setText(shares[i].time.count() > 0 ? widgets::durationText(shares[i].time)
                                                       : QStringLiteral("–"));
        m_percents[i]->setAccessibleName(
            QStringLiteral("%1: %2").arg(shares[i].look.word, shares[i].percent));
    }
    m_header->setNote(m_ranges->checkedButton()->text());
    m_runs->setText(m_found->runs == 1 ? tr("1 run") : tr("%1 runs").arg(m_found->runs));
    const auto known = std::chrono::milliseconds(std::llround(m_found->seconds * 1000));
    const bool isPart = known < range() - std::chrono::minutes(1);
    m_part->setVisible(isPart);
    if (isPart)
        m_part->setText(
            tr("Of the %1 for which it was registered in this range.").arg(widgets::durationText(known)));
}

void DeviceUtilisationTab::showTrouble(const console::ApiError& error) {
    m_notice->problem(tr("The utilisation cannot be loaded: %1").arg(error.title), error.detail);
    m_notice->offer(tr("Try again"));
    showUtilisation();
}

void DeviceUtilisationTab::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!m_deviceId.empty())
        load();
}

void DeviceUtilisationTab::hideEvent(QHideEvent* event) {
    m_next.stop();
    QWidget::hideEvent(event);
}

} // namespace labwarden::board
