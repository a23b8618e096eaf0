// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/admin_page.h"
#include "console/admin/audit_log.h"
#include "console/admin/csv_export.h"

class QPushButton;
class QStackedWidget;
class QTableView;

namespace labwarden::widgets {
class EmptyState;
class Hairline;
class Label;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::console {

class AuditDetail;
class AuditFilterBar;
class AuditModel;
class ExportBar;

/// Who has done what, newest first: filtered, in people's words, each entry with what it changed; and as a
/// file.
class AuditLogPage : public QWidget {
    Q_OBJECT
public:
    explicit AuditLogPage(const AdminParts& parts, QWidget* parent = nullptr);

    /// What stands beside the title of the admin tab.
    QWidget* tools() const { return m_tools; }
    AuditLog& log() { return m_log; }
    CsvExport& csv() { return m_export; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeTools();
    QWidget* makeList();
    void connectLog();
    void begin();
    void showState();
    void showEntry(const QModelIndex& index);
    void closeDetail();
    void fitColumns();
    void updatePeople();
    void askFile();
    void copyEntry();

    AdminParts m_parts;
    AuditLog m_log;
    CsvExport m_export;
    AuditModel* m_model;
    AuditFilterBar* m_filter;
    QTableView* m_table = nullptr;
    AuditDetail* m_detail;
    widgets::Hairline* m_line;
    QWidget* m_tools = nullptr;
    QPushButton* m_new = nullptr;
    QPushButton* m_csv = nullptr;
    QStackedWidget* m_stack;
    widgets::EmptyState* m_empty;
    widgets::Notice* m_notice;
    widgets::Label* m_more;
    ExportBar* m_bar;
    std::string m_person; ///< for whom the log was loaded
};

} // namespace labwarden::console
