// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_tree_model.h"

#include "console/testcases/case_words.h"
#include "console/widgets/format.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace labwarden::console {
namespace {

constexpr std::size_t mostSingleChanges = 200;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QStringList wordsOf(const std::vector<std::string>& words) {
    QStringList list;
    for (const auto& word : words)
        list << q(word);
    return list;
}

bool isSameRow(const TestCaseSummary& a, const TestCaseSummary& b) {
    return a.version == b.version && a.revision == b.revision && a.title == b.title && a.status == b.status;
}

/// Below 0: `a` comes first. Whatever their case, and numbers by their value: "Soak 9" before "Soak 10".
int compareByValue(const QString& a, const QString& b) {
    qsizetype i = 0, k = 0;
    const auto number = [](const QString& text, qsizetype& at) {
        while (at < text.size() - 1 && text[at] == QLatin1Char('0') && text[at + 1].isDigit())
            ++at;
        const qsizetype from = at;
        while (at < text.size() && text[at].isDigit())
            ++at;
        return QStringView(text).mid(from, at - from);
    };
    while (i < a.size() && k < b.size()) {
        if (a[i].isDigit() && b[k].isDigit()) {
            const auto left = number(a, i), right = number(b, k);
            if (left.size() != right.size())
                return left.size() < right.size() ? -1 : 1;
            if (const int order = left.compare(right))
                return order;
        } else if (const QChar left = a[i++].toCaseFolded(), right = b[k++].toCaseFolded(); left != right) {
            return left < right ? -1 : 1;
        }
    }
    return (i < a.size()) - (k < b.size());
}

/// By title, then by key.
bool isBefore(const TestCaseSummary& a, const TestCaseSummary& b) {
    const int order = compareByValue(q(a.title), q(b.title));
    return order != 0 ? order < 0 : compareByValue(q(a.key), q(b.key)) < 0;
}

} // namespace

struct CaseTreeModel::Folder {
    Folder* parent = nullptr;
    QString name, path;
    std::vector<std::unique_ptr<Folder>> folders; ///< by name
    Cases cases;                                  ///< by title

    int rowOf(const Folder* folder) const {
        const auto at = std::find_if(folders.begin(), folders.end(),
                                     [&](const auto& each) { return each.get() == folder; });
        return static_cast<int>(at - folders.begin());
    }
    auto placeOf(const QString& wanted) const {
        return std::lower_bound(
            folders.begin(), folders.end(), wanted, [](const auto& folder, const QString& text) {
                const int order = QString::compare(folder->name, text, Qt::CaseInsensitive);
                return order != 0 ? order < 0 : folder->name < text;
            });
    }
    Folder* child(const QString& wanted) const {
        const auto at = placeOf(wanted);
        return at != folders.end() && (*at)->name == wanted ? at->get() : nullptr;
    }
};

CaseTreeModel::CaseTreeModel(const LabStore& store, QObject* parent)
    : QAbstractItemModel(parent), m_store(store), m_root(std::make_unique<Folder>()) {
    connect(&store, &LabStore::changed, this, [this](const StoreChanges& changes) {
        if (changes.testCases)
            update();
    });
    connect(&store, &LabStore::reset, this, &CaseTreeModel::rebuild);
    rebuild();
}

CaseTreeModel::~CaseTreeModel() = default;

void CaseTreeModel::setFilter(const CaseFilter& filter) {
    if (filter == m_filter)
        return;
    m_filter = filter;
    rebuild();
}

bool CaseTreeModel::passes(const TestCaseSummary& summary) const {
    if (m_filter.status && summary.status != *m_filter.status)
        return false;
    if (m_filter.words.trimmed().isEmpty() || (m_filter.found && m_filter.found->contains(summary.id)))
        return true;
    const QString all = QStringList{q(summary.title), q(summary.key), q(summary.folder), q(summary.owner),
                                    wordsOf(summary.tags).join(QLatin1Char(' '))}
                            .join(QLatin1Char('\n'));
    const auto words = m_filter.words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

void CaseTreeModel::count() {
    m_total = static_cast<int>(m_store.testCases().size());
    std::fill(std::begin(m_counts), std::end(m_counts), 0);
    for (const auto& [id, testCase] : m_store.testCases())
        ++m_counts[static_cast<int>(testCase.status)];
    Q_EMIT countsChanged();
}

void CaseTreeModel::rebuild() {
    beginResetModel();
    m_root = std::make_unique<Folder>();
    m_rows.clear();
    for (const auto& [id, testCase] : m_store.testCases()) {
        auto summary = std::make_unique<TestCaseSummary>(testCase);
        if (!passes(*summary))
            continue;
        Folder* folder = m_root.get();
        for (const auto& name : q(summary->folder).split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
            Folder* next = folder->child(name);
            if (!next) {
                auto made = std::make_unique<Folder>();
                made->parent = folder;
                made->name = name;
                made->path = folder->path.isEmpty() ? name : folder->path + QLatin1Char('/') + name;
                next = folder->folders.insert(folder->placeOf(name), std::move(made))->get();
            }
            folder = next;
        }
        folder->cases.push_back(summary.get());
        m_rows.emplace(id, std::move(summary));
    }
    const std::function<void(Folder&)> sort = [&](Folder& folder) {
        std::sort(folder.cases.begin(), folder.cases.end(),
                  [](const auto* a, const auto* b) { return isBefore(*a, *b); });
        for (auto& child : folder.folders)
            sort(*child);
    };
    sort(*m_root);
    endResetModel();
    count();
}

void CaseTreeModel::update() {
    std::vector<std::string> gone;
    std::vector<TestCaseSummary> come, moved;
    for (const auto& [id, row] : m_rows) {
        const auto* now = m_store.testCase(id);
        if (!now || !passes(*now))
            gone.push_back(id);
    }
    for (const auto& [id, testCase] : m_store.testCases()) {
        const auto known = m_rows.find(id);
        if (known != m_rows.end() && isSameRow(*known->second, testCase))
            continue;
        const TestCaseSummary& now = testCase;
        if (passes(now))
            (known == m_rows.end() ? come : moved).push_back(now);
    }
    if (gone.size() + come.size() + moved.size() > mostSingleChanges) {
        rebuild();
        return;
    }
    for (const auto& id : gone)
        remove(id);
    for (auto& now : moved) {
        auto& row = *m_rows.at(now.id);
        if (row.folder == now.folder && row.title == now.title) {
            row = std::move(now);
            const auto at = indexOf(row.id);
            Q_EMIT dataChanged(at, at.siblingAtColumn(ColumnCount - 1));
        } else {
            remove(now.id);
            insert(now);
        }
    }
    for (const auto& now : come)
        insert(now);
    count();
}

void CaseTreeModel::insert(const TestCaseSummary& summary) {
    Folder* folder = m_root.get();
    for (const auto& name : q(summary.folder).split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
        Folder* next = folder->child(name);
        if (!next) {
            auto made = std::make_unique<Folder>();
            made->parent = folder;
            made->name = name;
            made->path = folder->path.isEmpty() ? name : folder->path + QLatin1Char('/') + name;
            const auto at = folder->placeOf(name);
            const int row = static_cast<int>(at - folder->folders.begin());
            beginInsertRows(indexOf(*folder), row, row);
            next = folder->folders.insert(at, std::move(made))->get();
            endInsertRows();
        }
        folder = next;
    }
    const auto at = std::lower_bound(folder->cases.begin(), folder->cases.end(), &summary,
                                     [](const auto* a, const auto* b) { return isBefore(*a, *b); });
    const int row =
        static_cast<int>(folder->folders.size() + static_cast<std::size_t>(at - folder->cases.begin()));
    beginInsertRows(indexOf(*folder), row, row);
    auto kept = std::make_unique<TestCaseSummary>(summary);
    folder->cases.insert(at, kept.get());
    m_rows.emplace(summary.id, std::move(kept));
    endInsertRows();
}

void CaseTreeModel::remove(const std::string& id) {
    const QModelIndex at = indexOf(id);
    if (!at.isValid())
        return;
    auto* folder = static_cast<Folder*>(at.internalPointer());
    beginRemoveRows(at.parent(), at.row(), at.row());
    folder->cases.erase(folder->cases.begin() + (at.row() - static_cast<int>(folder->folders.size())));
    m_rows.erase(id);
    endRemoveRows();
    // Folders live as long as there is something in them.
    while (folder->parent && folder->cases.empty() && folder->folders.empty()) {
        Folder* above = folder->parent;
        const int row = above->rowOf(folder);
        beginRemoveRows(indexOf(*above), row, row);
        above->folders.erase(above->folders.begin() + row);
        endRemoveRows();
        folder = above;
    }
}

// --- where things are ---

CaseTreeModel::Folder* CaseTreeModel::folderOf(const QModelIndex& index) const {
    if (!index.isValid())
        return m_root.get();
    auto* above = static_cast<Folder*>(index.internalPointer());
    const auto row = static_cast<std::size_t>(index.row());
    return row < above->folders.size() ? above->folders[row].get() : nullptr;
}

CaseTreeModel::Folder* CaseTreeModel::find(const QString& path) const {
    Folder* folder = m_root.get();
    for (const auto& name : path.split(QLatin1Char('/'), Qt::SkipEmptyParts))
        if (!folder || !(folder = folder->child(name)))
            return nullptr;
    return folder;
}

QModelIndex CaseTreeModel::indexOf(const Folder& folder) const {
    return folder.parent ? createIndex(folder.parent->rowOf(&folder), 0, folder.parent) : QModelIndex();
}

const TestCaseSummary* CaseTreeModel::caseAt(const QModelIndex& index) const {
    if (!index.isValid())
        return nullptr;
    const auto* above = static_cast<const Folder*>(index.internalPointer());
    const auto row = static_cast<std::size_t>(index.row());
    return row < above->folders.size() ? nullptr : above->cases[row - above->folders.size()];
}

QString CaseTreeModel::folderAt(const QModelIndex& index) const {
    if (const auto* summary = caseAt(index))
        return q(summary->folder);
    return folderOf(index)->path;
}

QModelIndex CaseTreeModel::indexOf(const std::string& id) const {
    const auto row = m_rows.find(id);
    Folder* folder = row == m_rows.end() ? nullptr : find(q(row->second->folder));
    if (!folder)
        return {};
    const auto at = std::find(folder->cases.begin(), folder->cases.end(), row->second.get());
    return createIndex(
        static_cast<int>(folder->folders.size()) + static_cast<int>(at - folder->cases.begin()), 0, folder);
}

QModelIndex CaseTreeModel::indexOfFolder(const QString& path) const {
    const Folder* folder = find(path);
    return folder ? indexOf(*folder) : QModelIndex();
}

void CaseTreeModel::gather(const Folder& folder, Cases& cases) {
    for (const auto& child : folder.folders)
        gather(*child, cases);
    cases.insert(cases.end(), folder.cases.begin(), folder.cases.end());
}

std::vector<const TestCaseSummary*> CaseTreeModel::casesBelow(const QModelIndex& index) const {
    if (const auto* summary = caseAt(index))
        return {summary};
    Cases cases;
    gather(*folderOf(index), cases);
    return cases;
}

QStringList CaseTreeModel::folders() const {
    QStringList paths;
    const std::function<void(const Folder&)> add = [&](const Folder& folder) {
        for (const auto& child : folder.folders) {
            paths << child->path;
            add(*child);
        }
    };
    add(*m_root);
    return paths;
}

QModelIndex CaseTreeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, folderOf(parent));
}

QModelIndex CaseTreeModel::parent(const QModelIndex& index) const {
    return index.isValid() ? indexOf(*static_cast<const Folder*>(index.internalPointer())) : QModelIndex();
}

int CaseTreeModel::rowCount(const QModelIndex& parent) const {
    if (parent.column() > 0)
        return 0;
    const Folder* folder = folderOf(parent);
    return folder ? static_cast<int>(folder->folders.size() + folder->cases.size()) : 0;
}

// --- what they say ---

QVariant CaseTreeModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    if (const auto* summary = caseAt(index))
        return caseData(*summary, index.column(), role);
    return folderData(*folderOf(index), index.column(), role);
}

QVariant CaseTreeModel::folderData(const Folder& folder, int column, int role) const {
    if (column != Title)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return folder.name;
    case Qt::ToolTipRole:
        return folder.path;
    case Qt::DecorationRole:
        return style::icon(style::Icon::folder, style::Token::secondary);
    case Qt::AccessibleTextRole:
        return tr("Folder %1").arg(folder.name);
    default:
        return {};
    }
}

QVariant CaseTreeModel::caseData(const TestCaseSummary& summary, int column, int role) const {
    const bool isText = role == Qt::DisplayRole || role == Qt::ToolTipRole;
    switch (column) {
    case Title:
        if (role == Qt::AccessibleTextRole)
            return QStringLiteral("%1, %2, %3")
                .arg(q(summary.title), q(summary.key), lookOf(summary.status).word);
        if (role == Qt::ToolTipRole)
            return tr("%1: %2").arg(q(summary.key), q(summary.title));
        return isText ? QVariant(q(summary.title)) : QVariant();
    case Key:
        return isText ? QVariant(q(summary.key)) : QVariant();
    case Status:
        if (role == Qt::DecorationRole)
            return style::icon(lookOf(summary.status).icon, lookOf(summary.status).colour);
        return isText ? QVariant(lookOf(summary.status).word) : QVariant();
    case Tags:
        return isText ? QVariant(wordsOf(summary.tags).join(QStringLiteral(", "))) : QVariant();
    case Owner:
        return isText ? QVariant(q(summary.owner)) : QVariant();
    case Changed:
        if (role == Qt::ToolTipRole)
            return tr("%1, revision %2").arg(q(summary.changedBy)).arg(summary.revision);
        return isText ? QVariant(widgets::dateTimeText(summary.changedAt)) : QVariant();
    default:
        return {};
    }
}

QVariant CaseTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("Test case"), tr("Key"), tr("Status"), tr("Tags"), tr("Owner"), tr("Changed")};
    return names.value(section);
}

} // namespace labwarden::console
