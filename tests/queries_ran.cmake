# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Names the queries of sql/queries that stand in no line of LOG: cmake -DQUERIES=... -DLOG=... -P queries_ran.cmake
file(GLOB_RECURSE files RELATIVE ${QUERIES} ${QUERIES}/*.sql)
list(TRANSFORM files REPLACE "[.]sql$" "")
set(ran)
if(EXISTS ${LOG})
    file(STRINGS ${LOG} ran)
endif()
set(missing ${files})
list(REMOVE_ITEM missing ${ran})
if(NOT missing)
    return()
endif()
list(JOIN missing "\n  " lines)
if(DEFINED ENV{LABWARDEN_WHOLE_SUITE})
    message(FATAL_ERROR "No test ran these queries:\n  ${lines}")
endif()
message("skipped: not all tests were run (LABWARDEN_WHOLE_SUITE is not set). Not run:\n  ${lines}")
