// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/log_view.h"

#include "console/style/fonts.h"
#include "console/style/metrics.h"
#include "console/widgets/format.h"

#include <QScrollBar>

#include <algorithm>

namespace labwarden::console {
namespace {

QString lineText(const LogLine& line) {
    return widgets::timeText(line.at) + QLatin1String("  ") + QString::fromStdString(line.text);
}

bool isSame(const LogLine& a, const LogLine& b) {
    return a.at == b.at && a.text == b.text;
}

} // namespace

LogView::LogView(QWidget* parent) : QPlainTextEdit(parent) {
    setObjectName(QStringLiteral("logView"));
    setAccessibleName(tr("Log"));
    setReadOnly(true);
    setFont(style::font(style::Text::code));
    setFrameShape(QFrame::NoFrame);
    document()->setDocumentMargin(style::metrics::pageMargin);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setPlaceholderText(tr("The runner has written nothing yet."));
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
}

void LogView::setLog(const std::vector<LogLine>& log) {
    auto* bar = verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum();
    const bool grown =
        log.size() >= m_log.size() && std::equal(m_log.begin(), m_log.end(), log.begin(), isSame);
    if (grown && log.size() == m_log.size())
        return;
    if (grown) {
        for (auto at = log.begin() + static_cast<std::ptrdiff_t>(m_log.size()); at != log.end(); ++at)
            appendPlainText(lineText(*at));
    } else {
        QStringList lines;
        for (const auto& line : log)
            lines << lineText(line);
        setPlainText(lines.join(QLatin1Char('\n')));
    }
    m_log = log;
    if (atEnd)
        bar->setValue(bar->maximum());
}

} // namespace labwarden::console
