// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/change_list.h"

#include "console/widgets/hairline.h"
#include "console/widgets/label.h"
#include "console/widgets/wrap_label.h"

#include <QVBoxLayout>

namespace labwarden::widgets {

using style::Text;
using style::Token;

ChangeList::ChangeList(QWidget* parent) : QScrollArea(parent) {
    setObjectName(QStringLiteral("changesScrollArea"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("What differs"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void ChangeList::setChanges(const std::vector<Change>& changes) {
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(4);
    for (const auto& change : changes) {
        auto* caption = new WrapLabel(Text::secondaryStrong, Token::text, content);
        caption->setText(QString::fromStdString(change.caption));
        layout->addWidget(caption);
        const auto line = [&](const std::string& text, const char* sign, Token colour) {
            if (text.empty())
                return;
            auto* label = new WrapLabel(Text::secondary, colour, content);
            label->setText(QString::fromUtf8(sign) + QLatin1Char(' ') + QString::fromStdString(text));
            layout->addWidget(label);
        };
        line(change.before, "−", Token::failed);
        line(change.after, "+", Token::available);
        layout->addSpacing(4);
        layout->addWidget(new Hairline(Qt::Horizontal, content));
        layout->addSpacing(4);
    }
    if (changes.empty())
        layout->addWidget(new Label(tr("They say the same."), Text::body, Token::secondary, content));
    layout->addStretch(1);
    setWidget(content);
}

} // namespace labwarden::widgets
