// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/case_import_detail.h"

#include "common/casetext/import.h"
#include "console/style/fonts.h"
#include "console/testcases/case_difference.h"

#include <QEvent>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Token;

constexpr std::size_t mostRemarks = 100;   // in full; the others are in the saved report
constexpr qsizetype mostExcerpt = 60;      // characters of a line
constexpr std::size_t mostText = 64 << 10; // bytes of a text that is shown

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

/// Lines of HTML in one colour, made with the fonts and colours of a widget.
class Page {
public:
    explicit Page(const QWidget& widget) : m_tokens(style::tokens(&widget)) {}

    QString line(const QString& text, Token colour = Token::text, bool isStrong = false) const {
        return QStringLiteral("<p style=\"margin:0 0 4px 0;color:%1;font-weight:%2\">%3</p>")
            .arg(m_tokens[colour].name(), isStrong ? QStringLiteral("600") : QStringLiteral("400"),
                 text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>")));
    }
    QString heading(const QString& text) const {
        return QStringLiteral("<p style=\"margin:12px 0 6px 0;color:%1;font-weight:600\">%2</p>")
            .arg(m_tokens[Token::text].name(), text.toHtmlEscaped());
    }
    QString code(const QString& text, Token colour = Token::secondary) const {
        const QFont font = style::font(style::Text::code);
        return QStringLiteral("<pre style=\"margin:0 0 8px 0;white-space:pre-wrap;color:%1;"
                              "font-family:'%2';font-size:%3px\">%4</pre>")
            .arg(m_tokens[colour].name(), font.family())
            .arg(font.pixelSize())
            .arg(text.toHtmlEscaped());
    }

private:
    const style::Tokens& m_tokens;
};

QString lineOf(const std::string& text, std::size_t line) {
    std::size_t begin = 0;
    for (std::size_t at = 1; at < line && begin != std::string::npos; ++at) {
        const auto end = text.find('\n', begin);
        begin = end == std::string::npos ? end : end + 1;
    }
    if (begin >= text.size())
        return {};
    auto found = q(text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin));
    if (found.endsWith(QLatin1Char('\r')))
        found.chop(1);
    return found.replace(QLatin1Char('\t'), QLatin1Char(' '));
}

} // namespace

QString excerptAt(const std::string& text, std::size_t line, std::size_t column) {
    const QString marked = lineOf(text, line);
    if (line == 0 || (marked.isEmpty() && column == 0))
        return {};
    const auto at = static_cast<qsizetype>(column > 0 ? column - 1 : 0);
    const qsizetype from = at > mostExcerpt - 10 ? at - mostExcerpt / 2 : 0;
    const QString number = QString::number(line);
    const QString gap = QStringLiteral("  ");
    QStringList lines;
    if (line > 1)
        lines << QString::number(line - 1).rightJustified(number.size()) + gap +
                     lineOf(text, line - 1).mid(from, mostExcerpt);
    lines << number + gap + marked.mid(from, mostExcerpt);
    if (column > 0)
        lines << QString(number.size() + gap.size() + at - from, QLatin1Char(' ')) + QLatin1Char('^');
    return lines.join(QLatin1Char('\n'));
}

CaseImportDetail::CaseImportDetail(const CaseParts& parts, QWidget* parent)
    : QTextBrowser(parent), m_parts(parts) {
    setObjectName(QStringLiteral("importDetailBrowser"));
    setAccessibleName(tr("What is selected, in full"));
    setOpenLinks(false);
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    document()->setDocumentMargin(14);
    render();
}

void CaseImportDetail::showItem(const ImportItem* item, std::shared_ptr<const FoundFiles> files,
                                bool isDone) {
    if (m_job)
        m_job->cancel();
    m_item = item ? std::optional(*item) : std::nullopt;
    m_files = std::move(files);
    m_isDone = isDone;
    m_document.reset();
    m_standing.reset();
    m_whyNot.clear();
    const CaseFile* file = item && m_files ? m_files->find(item->path.toStdString()) : nullptr;
    if (file && item->place >= 0) {
        auto read = casetext::readFile(*file);
        if (const auto place = static_cast<std::size_t>(item->place); place < read.cases.size())
            m_document = std::move(read.cases[place].text.document);
    }
    if (m_document && !isDone && item->change == CaseChange::update)
        compare();
    render();
}

void CaseImportDetail::compare() {
    const auto& all = m_parts.store.testCases();
    const auto known = std::find_if(all.begin(), all.end(),
                                    [this](const auto& each) { return q(each.second.key) == m_item->key; });
    if (known == all.end()) {
        m_whyNot = tr("The case is not in the list yet.");
        return;
    }
    m_job = m_parts.api.testCase(known->first, this, [this](ApiResult<TestCase> result) {
        if (result)
            m_standing = result->document;
        else
            m_whyNot = result.error().text();
        render();
    });
}

void CaseImportDetail::render() {
    const Page page(*this);
    if (!m_item) {
        setHtml(page.line(tr("Select a test case to see what the import makes of it."), Token::secondary));
        return;
    }
    const bool isCase = m_item->place >= 0;
    QString html = page.line(isCase ? m_item->title : m_item->path, Token::text, true);
    if (isCase)
        html += page.line(placeText(m_item->path, m_item->line, 0), Token::secondary);
    html += remarks() + scripts();
    if (isCase && m_document)
        html += changes();
    setHtml(html);
}

QString CaseImportDetail::remarks() const {
    const Page page(*this);
    const CaseFile* file = m_files ? m_files->find(m_item->path.toStdString()) : nullptr;
    QString html;
    for (std::size_t i = 0; i < std::min(m_item->remarks.size(), mostRemarks); ++i) {
        const auto& remark = m_item->remarks[i];
        const QString place = remark.line == 0 ? QString()
                              : remark.column == 0
                                  ? tr("Line %1: ").arg(remark.line)
                                  : tr("Line %1, column %2: ").arg(remark.line).arg(remark.column);
        html += i == 0 ? page.heading(remark.isFault ? tr("What is wrong") : tr("Notes")) : QString();
        html += page.line(place + remark.words, remark.isFault ? Token::failed : Token::text);
        const QString lines = file ? excerptAt(file->text, remark.line, remark.column) : QString();
        if (!lines.isEmpty())
            html += page.code(lines);
    }
    if (m_item->remarks.size() > mostRemarks)
        html += page.line(tr("And %1 more, which the report has.").arg(m_item->remarks.size() - mostRemarks),
                          Token::secondary);
    return html;
}

QString CaseImportDetail::scripts() const {
    const Page page(*this);
    QString html;
    for (const auto& script : m_item->scripts)
        html += page.heading(tr("Script to be put into the runner's directory")) +
                page.line(q(script.name), Token::text, true) + page.code(q(script.text));
    return html;
}

QString CaseImportDetail::changes() const {
    const Page page(*this);
    if (m_isDone || m_item->change == CaseChange::create) {
        QString text = q(casetext::writeCase({m_item->key.toStdString(), *m_document}).substr(0, mostText));
        return page.heading(m_isDone ? tr("The test case") : tr("The new test case")) + page.code(text);
    }
    if (m_item->change == CaseChange::unchanged)
        return page.heading(tr("What it changes")) +
               page.line(tr("Nothing: the lab has it already."), Token::secondary);
    QString html = page.heading(tr("What it changes in %1").arg(m_item->key));
    if (!m_whyNot.isEmpty())
        return html + page.line(tr("That could not be found out: %1").arg(m_whyNot), Token::failed);
    if (!m_standing)
        return html + page.line(tr("Asking the server…"), Token::secondary);
    for (const auto& change : changesBetween(*m_standing, *m_document)) {
        html += page.line(q(change.caption), Token::text, true);
        if (!change.before.empty())
            html += page.line(QStringLiteral("− ") + q(change.before), Token::failed);
        if (!change.after.empty())
            html += page.line(QStringLiteral("+ ") + q(change.after), Token::available);
    }
    return html;
}

void CaseImportDetail::changeEvent(QEvent* event) {
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_files)
        render();
}

} // namespace labwarden::console
