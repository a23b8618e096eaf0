// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/message_box.h"

#include "console/style/control_style.h"

#include <QMessageBox>
#include <QPushButton>

#include <optional>

namespace labwarden::widgets {
namespace {

std::optional<MessageBox::Answer> nextAnswer;
MessageBox::Question asked;

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
    auto* box = new QMessageBox(parent);
    box->setObjectName(QStringLiteral("questionMessageBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(question.title);
    box->setText(question.title);
    box->setInformativeText(question.text);
    auto* yes = box->addButton(question.yes,
                               question.dangerous ? QMessageBox::DestructiveRole : QMessageBox::AcceptRole);
    auto* no = box->addButton(question.no, QMessageBox::RejectRole);
    style::setButtonRole(yes, question.dangerous ? style::ButtonRole::danger : style::ButtonRole::primary);
    box->setDefaultButton(question.dangerous ? no : yes);
    box->setEscapeButton(no);
    QObject::connect(box, &QMessageBox::finished, parent, [box, yes, answered = std::move(answered)] {
        answered(box->clickedButton() == yes ? Answer::yes : Answer::no);
    });
    box->open();
}

} // namespace labwarden::widgets
