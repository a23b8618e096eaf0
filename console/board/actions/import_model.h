// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_import.h"
#include "console/board/actions/import_file.h"
#include "console/widgets/state_look.h"
#include "console/widgets/table_model.h"

#include <optional>

namespace labwarden::board {

/// One line of what an import would do: a fault, or a device with one field that it changes. A device with
/// several changed fields has as many rows. A plain value.
struct ImportRow {
    enum class Kind { fault, create, update, unchanged };
    Kind kind = Kind::fault;
    std::size_t line = 0; ///< of the file; 0: of the whole file
    QString key;
    bool isFirst = true; ///< of its device: the others do not repeat what it is
    QString field;
    QString before, after; ///< of an update
    QString message;       ///< of a fault
    bool operator==(const ImportRow&) const = default;
};

/// Every row: faults first, then the devices in the order of the file.
std::vector<ImportRow> importRows(const ImportReport& report, const ImportFile& file);
/// A value of a description as people read it; "–" for none.
QString valueText(const boost::json::value& value);

/// What an import would do, as a difference. GUI thread.
class ImportModel : public widgets::TableModel<ImportRow> {
    Q_OBJECT
public:
    enum Column { LineColumn, KeyColumn, ChangeColumn, FieldColumn, DifferenceColumn, columnTotal };
    enum class Shown { all, faults, changes, unchanged };
    using TableModel::TableModel;

    void setRows(std::vector<ImportRow> rows);
    void show(Shown what);
    int count(Shown what) const; ///< rows of devices or faults, each device once

protected:
    int columns() const override { return columnTotal; }
    QString heading(int column) const override;
    Qt::Alignment alignment(int column) const override;
    QVariant cell(const ImportRow& row, int column, int role) const override;

private:
    QString text(const ImportRow& row, int column) const;

    std::vector<ImportRow> m_all;
    Shown m_shown = Shown::all;
};

widgets::StateLook lookOf(ImportRow::Kind kind);

} // namespace labwarden::board
