// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/span_choice.h"

#include "console/widgets/format.h"
#include "console/widgets/label.h"
#include "console/widgets/state_look.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace labwarden::console {
namespace {

using widgets::TimeSpan;

enum Preset { lastHour, lastDay, lastNight, lateYesterday, own };

QDateTime local(Timestamp at) {
    return QDateTime::fromMSecsSinceEpoch(at.ms);
}

Timestamp stamp(const QDateTime& at) {
    return {at.toMSecsSinceEpoch()};
}

TimeSpan spanOf(Preset preset, Timestamp now) {
    const QDate today = local(now).date();
    const auto on = [](const QDate& day, int hour) { return stamp(QDateTime(day, QTime(hour, 0))); };
    switch (preset) {
    case lastDay:
        return {now - std::chrono::hours(24), now};
    case lastNight: {
        const QDate morning = local(now).time().hour() < 6 ? today.addDays(-1) : today; // one that is over
        return {on(morning.addDays(-1), 22), on(morning, 6)};
    }
    case lateYesterday:
        return {on(today.addDays(-1), 22), on(today.addDays(-1), 23)};
    case lastHour:
    case own:
        break;
    }
    return {now - std::chrono::hours(1), now};
}

/// Tab leads on, not through year, month and day; the arrows do that.
class MomentEdit : public QDateTimeEdit {
public:
    using QDateTimeEdit::QDateTimeEdit;

protected:
    bool focusNextPrevChild(bool next) override { return QWidget::focusNextPrevChild(next); }
};

QDateTimeEdit* makeEdit(const char* name, const QString& caption, QWidget* parent) {
    auto* edit = new MomentEdit(parent);
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(caption);
    edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    edit->setButtonSymbols(QAbstractSpinBox::NoButtons);
    edit->setCurrentSection(QDateTimeEdit::HourSection);
    return edit;
}

} // namespace

SpanChoice::SpanChoice(const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_preset(new QComboBox(this))
    , m_from(makeEdit("backTestFromDateTimeEdit", tr("From"), this))
    , m_to(makeEdit("backTestToDateTimeEdit", tr("To"), this)) {
    m_preset->setObjectName(QStringLiteral("backTestSpanComboBox"));
    m_preset->setAccessibleName(tr("Time"));
    m_preset->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_preset->setMinimumContentsLength(22);
    m_preset->addItems({tr("Last hour"), tr("Last 24 hours"), tr("Last night, 22:00 – 06:00"),
                        tr("Yesterday, 22:00 – 23:00"), tr("From and to as written")});
    m_presets = m_preset->count();
    auto* written = new QHBoxLayout;
    written->setSpacing(8);
    written->addWidget(m_from, 1);
    written->addWidget(new widgets::Label(tr("to"), style::Text::secondary, style::Token::secondary, this));
    written->addWidget(m_to, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_preset);
    layout->addLayout(written);
    connect(m_preset, &QComboBox::activated, this, &SpanChoice::choose);
    for (auto* edit : {m_from, m_to})
        connect(edit, &QDateTimeEdit::dateTimeChanged, this, &SpanChoice::onEdited);
    renew();
}

TimeSpan SpanChoice::span() const {
    return {stamp(m_from->dateTime()), stamp(m_to->dateTime())};
}

void SpanChoice::renew() {
    if (m_preset->currentIndex() < own)
        showSpan(spanOf(static_cast<Preset>(m_preset->currentIndex()), m_clock.now()));
}

void SpanChoice::choose(int row) {
    if (row < own)
        renew();
    else if (row >= m_presets)
        showSpan({{m_preset->itemData(row).toList().value(0).toLongLong()},
                  {m_preset->itemData(row).toList().value(1).toLongLong()}});
    else
        m_from->setFocus();
    Q_EMIT changed();
}

void SpanChoice::showSpan(const TimeSpan& span) {
    const QSignalBlocker quietFrom(m_from), quietTo(m_to);
    m_from->setDateTime(local(span.from));
    m_to->setDateTime(local(span.to));
}

void SpanChoice::onEdited() {
    m_preset->setCurrentIndex(own);
    if (m_from->dateTime() >= m_to->dateTime()) { // the other one gives way
        auto* other = sender() == m_from ? m_to : m_from;
        const QSignalBlocker quiet(other);
        other->setDateTime(other == m_to ? m_from->dateTime().addSecs(60) : m_to->dateTime().addSecs(-60));
    }
    Q_EMIT changed();
}

void SpanChoice::setRuns(const std::vector<TestRun>& runs) {
    const QVariant chosen = m_preset->currentData();
    const int row = m_preset->currentIndex();
    while (m_preset->count() > m_presets)
        m_preset->removeItem(m_presets);
    for (const auto& run : runs) {
        if (!run.startedAt || !run.finishedAt)
            continue;
        m_preset->addItem(
            tr("Run %1 · %2 · %3")
                .arg(run.number)
                .arg(widgets::lookOf(run.state, run.outcome).word, widgets::dateTimeText(*run.startedAt)),
            QVariantList{qint64(run.startedAt->ms), qint64(run.finishedAt->ms)});
    }
    const int again = chosen.isValid() ? m_preset->findData(chosen) : row;
    m_preset->setCurrentIndex(again >= 0 ? again : own); // a run that is gone leaves its time
}

QList<QWidget*> SpanChoice::tabStops() const {
    return {m_preset, m_from, m_to};
}

} // namespace labwarden::console
