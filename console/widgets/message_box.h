// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace labwarden::widgets {

/// The one way to ask a person yes or no. No nested event loop: the answer comes to a function. GUI thread
/// only.
class MessageBox {
public:
    enum class Answer { yes, no };
    struct Question {
        QString title; ///< a short question: "Cancel run 48213?"
        QString text;  ///< what it means
        QString yes;   ///< the verb of the button that does it: "Cancel run"
        QString no;    ///< "Keep running"
        bool dangerous = false;
    };

    /// `answered` is called once, and never when `parent` has died before. Enter takes `no` for a dangerous
    /// question.
    static void ask(QWidget* parent, const Question& question, std::function<void(Answer)> answered);

    /// The next question is answered so at once, without a window: for tests.
    static void setNextAnswer(Answer answer);
    /// The question asked last.
    static const Question& lastQuestion();
};

} // namespace labwarden::widgets
