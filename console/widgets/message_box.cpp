// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/message_box.h"

#include "console/style/control_style.h"
#include "console/style/metrics.h"
#include "console/widgets/label.h"

#include <QDialog>
#include <QPushButton>
#include <QVBoxLayout>

#include <optional>

namespace labwarden::widgets {
namespace {

constexpr int width = 400;

std::optional<MessageBox::Answer> nextAnswer;
MessageBox::Question asked;

QPushButton* addButton(QHBoxLayout* row, const QString& text, const char* name, style::ButtonRole role,
                       QDialog* box) {
    auto* button = new QPushButton(text, box);
    button->setObjectName(QLatin1String(name));
    style::setButtonRole(button, role);
    row->addWidget(button);
    return button;
}

} // namespace

void MessageBox::setNextAnswer(Answer answer) {
    nextAnswer = answer;
}
const MessageBox::Question& MessageBox::lastQuestion() {
    return asked;
}

void MessageBox::ask(QWidget* parent, const Question& question, std::function<void(Answer)> answered) {
    asked = question;
    if (nextAnswer) {
        const auto answer = *nextAnswer;
        nextAnswer.reset();
        answered(answer);
        return;
    }
    auto* box = new QDialog(parent);
    box->setObjectName(QStringLiteral("questionDialog"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(question.title);
    box->setFixedWidth(width);

    auto* title = new Label(question.title, style::Text::heading, style::Token::text, box);
    auto* text = new Label(question.text, style::Text::body, style::Token::secondary, box);
    for (auto* label : {title, text}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    auto* no = addButton(buttons, question.no, "noPushButton", style::ButtonRole::secondary, box);
    auto* yes = addButton(buttons, question.yes, "yesPushButton",
                          question.dangerous ? style::ButtonRole::danger : style::ButtonRole::primary, box);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(style::metrics::pageMargin, style::metrics::pageMargin,
                               style::metrics::pageMargin, 16);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addWidget(text);
    layout->addSpacing(10);
    layout->addLayout(buttons);
    // What wraps is as high as this width asks for; by itself the box makes room for narrower words.
    box->setFixedHeight(layout->totalHeightForWidth(width));

    // What Enter does is what has the focus; a dangerous question begins at the harmless answer.
    auto* first = question.dangerous ? no : yes;
    first->setDefault(true);
    first->setFocus();
    QObject::connect(yes, &QPushButton::clicked, box, &QDialog::accept);
    QObject::connect(no, &QPushButton::clicked, box, &QDialog::reject);
    QObject::connect(box, &QDialog::finished, parent, [answered = std::move(answered)](int result) {
        answered(result == QDialog::Accepted ? Answer::yes : Answer::no);
    });
    box->open();
}

} // namespace labwarden::widgets
