// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/query_help.h"

#include "console/board/query/device_field.h"
#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/hairline.h"
#include "console/widgets/label.h"

#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::board {

namespace {

constexpr int dialogWidth = 620;
constexpr int termWidth = 144;

struct Line {
    const char* term;
    const char* meaning;
};
constexpr Line lines[] = {
    {"gateway", QT_TRANSLATE_NOOP("QueryHelp", "the word occurs in what is known of the device")},
    {"\"dc-dc 48\"", QT_TRANSLATE_NOOP("QueryHelp", "the same with a blank")},
    {"tag:gpu", QT_TRANSLATE_NOOP("QueryHelp", "has just this; case does not matter, and rack:7 is rack:07")},
    {"tag:gpu,usb", QT_TRANSLATE_NOOP("QueryHelp", "has one of these")},
    {"model~\"G4\"", QT_TRANSLATE_NOOP("QueryHelp", "the text occurs in the field")},
    {"rack 7", QT_TRANSLATE_NOOP("QueryHelp", "is there; also slot, room and site")},
    {"state:available", QT_TRANSLATE_NOOP("QueryHelp", "or under_test, maintenance, offline")},
    {"is:failed", QT_TRANSLATE_NOOP("QueryHelp", "the last run failed; also flapping, unmonitored")},
    {"no:owner", QT_TRANSLATE_NOOP("QueryHelp", "has nothing in the field")},
    {"-tag:gpu", QT_TRANSLATE_NOOP("QueryHelp", "the opposite; every term can have it")},
};

} // namespace

QueryHelp::QueryHelp(QWidget* parent) : QDialog(parent) {
    using style::Text;
    using style::Token;
    setObjectName(QStringLiteral("queryHelpDialog"));
    setWindowTitle(tr("Filtering devices"));
    setFixedWidth(dialogWidth);
    auto* title = new widgets::Label(windowTitle(), Text::heading, Token::text, this);
    auto* lead = new widgets::Label(tr("Terms stand side by side. A device has to meet all of them."),
                                    Text::body, Token::secondary, this);
    lead->setWordWrap(true);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(8);
    grid->setColumnMinimumWidth(0, termWidth);
    grid->setColumnStretch(1, 1);
    const auto add = [&](const QString& term, const QString& meaning) {
        const int row = grid->rowCount();
        auto* code = new widgets::Label(term, Text::code, Token::text, this);
        auto* words = new widgets::Label(meaning, Text::body, Token::secondary, this);
        for (auto* label : {code, words})
            label->setTextFormat(Qt::PlainText);
        words->setWordWrap(true);
        code->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(code, row, 0, Qt::AlignTop);
        grid->addWidget(words, row, 1);
    };
    for (const Line& line : lines)
        add(QString::fromUtf8(line.term), tr(line.meaning));
    QStringList names;
    for (const DeviceFieldInfo& info : deviceFields())
        names << info.name;

    auto* fields = new widgets::Label(tr("Fields: %1.").arg(names.join(QStringLiteral(", "))),
                                      Text::secondary, Token::secondary, this);
    fields->setWordWrap(true);
    auto* example = new widgets::Label(
        tr("Together: %1").arg(QLatin1String("state:available tag:gpu rack 7 model~\"G4\"")), Text::code,
        Token::text, this);
    auto* keys = new widgets::Label(
        tr("Down shows what may follow, Enter or Tab takes what is chosen. Ctrl+F leads to the filter."),
        Text::secondary, Token::muted, this);
    keys->setWordWrap(true);
    auto* close = new QPushButton(tr("Close"), this);
    close->setObjectName(QStringLiteral("closeHelpPushButton"));
    close->setDefault(true);
    style::setButtonRole(close, style::ButtonRole::primary);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::metrics::pageMargin, style::metrics::pageMargin,
                               style::metrics::pageMargin, 16);
    layout->setSpacing(12);
    layout->addWidget(title);
    layout->addWidget(lead);
    layout->addLayout(grid);
    layout->addWidget(new widgets::Hairline);
    layout->addWidget(fields);
    layout->addWidget(example);
    layout->addWidget(keys);
    layout->addLayout(buttons);
    close->setFocus();
    QStringList spoken{lead->text()};
    for (const Line& line : lines)
        spoken << QStringLiteral("%1: %2").arg(QString::fromUtf8(line.term), tr(line.meaning));
    setAccessibleDescription((spoken << fields->text() << keys->text()).join(QLatin1Char('\n')));
    setFixedHeight(layout->totalHeightForWidth(dialogWidth));
}

} // namespace labwarden::board
