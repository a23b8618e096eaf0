// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/actions/board_parts.h"
#include "console/board/actions/import_model.h"
#include "console/widgets/action_dialog.h"

#include <QPointer>

#include <vector>

class QStackedWidget;
class QTableView;

namespace labwarden::console {
class ApiJob;
} // namespace labwarden::console

namespace labwarden::widgets {
class Chip;
class EmptyState;
class FactLine;
} // namespace labwarden::widgets

namespace labwarden::board {

/// Imports devices from a file, chosen or dropped upon it: says at once, as a difference, what that would do,
/// and does it only when nothing in the file is faulty. All or nothing.
class ImportDialog : public widgets::ActionDialog {
    Q_OBJECT
public:
    explicit ImportDialog(const BoardParts& parts, QWidget* parent = nullptr);

    /// Reads the file and asks the server what it would do.
    void look(const QString& path);

Q_SIGNALS:
    /// Just before it closes.
    void imported(int created, int updated);

protected:
    void submit() override;
    void stop() override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeHead();
    void makeChips();
    void makeContent();
    void chooseFile();
    void dryRun();
    void onReport(const ImportReport& report);
    void onImported(console::ApiResult<ImportReport> result);
    void showNothing(const QString& problem);
    void updateChips();
    void updateDetail();
    void update();

    BoardParts m_parts;
    ImportFile m_file;
    ImportReport m_report;
    bool m_isKnown = false; ///< what is shown is what the server said of the file
    bool m_inEarnest = false;
    QPointer<console::ApiJob> m_job;
    ImportModel* m_model;
    widgets::Label* m_name;
    QPushButton *m_choose, *m_again;
    QWidget *m_head, *m_chipRow;
    std::vector<std::pair<ImportModel::Shown, widgets::Chip*>> m_chips;
    QStackedWidget* m_stack;
    QTableView* m_table;
    widgets::EmptyState* m_empty;
    widgets::FactLine* m_detail; ///< the row that the keyboard is on, in full
};

} // namespace labwarden::board
