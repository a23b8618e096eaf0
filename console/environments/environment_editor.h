// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/environments/environment_draft.h"
#include "console/environments/environment_parts.h"

#include <QPointer>
#include <QWidget>

namespace labwarden::widgets {
class Notice;
class SaveBar;
} // namespace labwarden::widgets

namespace labwarden::console {

class EnvironmentForm;
class EnvironmentHeader;
class EnvironmentSaving;
class FaultList;

/// One environment at the right of the list, or a new one. What is entered stays whatever the server says,
/// and over the end of a session; nobody's change is overwritten unseen. It is in no file, since it may have
/// secrets. GUI thread.
class EnvironmentEditor : public QWidget {
    Q_OBJECT
public:
    /// What `parts` refer to outlives it.
    explicit EnvironmentEditor(const EnvironmentParts& parts, QWidget* parent = nullptr);

    /// One that the store has. What is not saved goes: see leave().
    void openEnvironment(const std::string& id);
    void openNew(const EnvironmentDocument& document = {});
    /// A new one that was made from another, `secrets` of whose variables have lost their values.
    void openCopy(const EnvironmentDocument& document, const QString& from, int secrets);
    void openHistory();
    void close();
    bool isOpen() const { return m_isNew || !m_base.id.empty(); }
    /// Empty: none, or a new one.
    const std::string& environmentId() const { return m_base.id; }
    bool isDirty() const { return isOpen() && m_draft.isDirty(); }
    /// Calls `then` when nothing is lost by going on, or the person does not mind.
    void leave(std::function<void()> then);
    void focusFirst();
    void save();

    EnvironmentDraft& draft() { return m_draft; }
    EnvironmentForm* form() const { return m_form; }

Q_SIGNALS:
    void closed();
    void saved(const std::string& id);
    void compareRequested(const std::string& id);
    void copyRequested(const std::string& id);
    void removeRequested(const std::string& id);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void connectParts();
    void connectSaving();
    void addShortcuts();
    void adopt(const Environment& environment, const EnvironmentDocument& written);
    void update();
    void showFooter(bool writes);
    void onStore();
    void afterSaving(const Environment& environment);
    void refuse(const ApiError& error);
    void restore(const Environment& revision);
    void setBusy(bool busy);
    void giveFocusBack();
    bool mayWrite() const { return m_parts.store.may("environments:write"); }

    EnvironmentParts m_parts;
    EnvironmentDraft m_draft;
    EnvironmentSaving* m_saving;
    EnvironmentHeader* m_header;
    widgets::Notice* m_notice;
    EnvironmentForm* m_form;
    FaultList* m_faults;
    widgets::SaveBar* m_footer;
    QPointer<QWidget> m_focus; ///< where the keyboard was when the server was asked
    Environment m_base;        ///< as the server had it
    WrittenEnvironment m_sent; ///< what is being saved
    bool m_isNew = false, m_isGone = false;
};

} // namespace labwarden::console
