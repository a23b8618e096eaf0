// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QProgressBar;
class QPushButton;

namespace labwarden::widgets {
class Label;
}

namespace labwarden::console {

class CsvExport;

/// How an export is getting on, and what came of it. Hidden while there is none.
class ExportBar : public QWidget {
    Q_OBJECT
public:
    explicit ExportBar(CsvExport& source, QWidget* parent = nullptr);

    void begin();
    QString words() const;

Q_SIGNALS:
    /// An export is over: done, failed or cancelled. Another one can begin.
    void ended();
    /// By the person: there is nothing more to be said.
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void finish(int entries);
    void fail(const QString& why);
    void say(const QString& words, const QString& detail);
    void press();

    enum class Look { running, done, cancelled, failed };
    CsvExport& m_source;
    Look m_look = Look::running;
    widgets::Label* m_words;
    widgets::Label* m_detail;
    QProgressBar* m_progress;
    QPushButton* m_button;
};

} // namespace labwarden::console
