// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_draft.h"
#include "console/testcases/case_parts.h"

#include <QPointer>
#include <QStringList>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QWidget>

#include <memory>

class QProgressBar;
class QPushButton;

namespace labwarden::widgets {
class Label;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::console {

class CaseForm;

inline constexpr std::size_t mostAttachments = 50; ///< of one test case

/// Whether a file of this name may be opened with the machine's own program at once: pictures and plain
/// texts, nothing that could run.
bool isOpenedSafely(const QString& name);

/// The files beside the case in the editor: sent to the server before the draft names them, fetched to be
/// looked at or saved. As a widget it is the line that says how far it has come, with a way out. One at a
/// time. GUI thread; files are read in another.
class CaseAttachments : public QWidget {
    Q_OBJECT
public:
    /// All outlive it. Files that are dropped on the form are attached.
    CaseAttachments(const CaseParts& parts, CaseDraft& draft, CaseForm& form, widgets::Notice& notice,
                    QWidget* parent);
    ~CaseAttachments() override;

    void attach(const QStringList& paths);
    /// Nothing comes of what is under way; `why` is said when something was.
    void cancel(const QString& why = {});
    bool isBusy() const { return m_isBusy; }

private:
    struct ReadFile {
        QByteArray bytes;
        std::string sha256;
        QString whyNot;
    };
    static ReadFile read(const QString& path);
    void choose();
    void next();
    void send(const QString& path, const ReadFile& file);
    void add(const QString& name, const ReadFile& file);
    QString whyNot(const QString& path) const;
    void fetch(int index, std::function<void(const Attachment&, const QByteArray&)> then);
    void open(int index);
    void save(int index);
    void begin(const QString& words);
    void follow(ApiJob* job, const QString& words);
    void end();

    CaseParts m_parts;
    CaseDraft& m_draft;
    widgets::Notice& m_notice;
    widgets::Label* m_words;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    QStringList m_waiting;
    QStringList m_refused; ///< of those that were given together, a line each
    QPointer<ApiJob> m_job;
    QPointer<QWidget> m_focus; ///< where the keyboard was
    QThreadPool m_reading;
    std::unique_ptr<QTemporaryDir> m_opened; ///< copies that other programs look at
    int m_round = 0;                         ///< what was begun before a cancel is not listened to
    bool m_isBusy = false;
};

} // namespace labwarden::console
