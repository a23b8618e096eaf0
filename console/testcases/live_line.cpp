// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/live_line.h"

#include "common/criteria/parser.h"
#include "console/widgets/format.h"
#include "console/widgets/state_badge.h"
#include "console/widgets/wrap_label.h"

#include <QHBoxLayout>

namespace labwarden::console {
namespace {

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

/// "over 30 s", or that it has no window of its own.
QString windowWords(const BackTestResult& result) {
    const auto read = criteria::parse(result.expression);
    const QString length = widgets::durationText(result.to - result.from);
    return read && read.criterion->window
               ? LiveLine::tr("over the last %1").arg(length)
               : LiveLine::tr("over the last %1, for want of a window").arg(length);
}

} // namespace

LiveLine::LiveLine(QWidget* parent)
    : QWidget(parent)
    , m_badge(new widgets::StateBadge(this))
    , m_words(new widgets::WrapLabel(style::Text::secondary, style::Token::secondary, this)) {
    setObjectName(QStringLiteral("liveLine"));
    m_words->setObjectName(QStringLiteral("liveWordsLabel"));
    m_words->setTextFormat(Qt::PlainText);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 2, 0, 2);
    layout->setSpacing(8);
    layout->addWidget(m_badge, 0, Qt::AlignTop);
    layout->addWidget(m_words, 1, Qt::AlignVCenter);
    hide();
}

void LiveLine::setValue(const std::optional<LiveValue>& value) {
    if (!value) {
        hide();
        return;
    }
    if (value->result) {
        showResult(*value->result, value->severity, value->isStale);
    } else {
        m_badge->hide();
        m_words->setText(value->why.isEmpty() ? tr("Live value: …")
                                              : tr("No live value: %1").arg(value->why));
    }
    setAccessibleName(text());
    show();
}

void LiveLine::showResult(const BackTestResult& result, Severity severity, bool isStale) {
    auto look = lookOf(result, severity);
    QString words = windowWords(result);
    const bool isJudged =
        result.verdict == criteria::Verdict::passed || result.verdict == criteria::Verdict::failed;
    if (isStale) {
        look = {style::Icon::clock, style::Token::offline, tr("Was")};
        words = tr("at %1, no news since").arg(widgets::timeText(result.to));
    } else if (!isJudged) {
        words = q(result.message);
    }
    m_badge->setLook(look, valueWords(result));
    m_badge->show();
    m_words->setText(words);
}

QString LiveLine::text() const {
    return m_badge->isHidden() ? m_words->text() : m_badge->text() + QStringLiteral(", ") + m_words->text();
}

} // namespace labwarden::console
