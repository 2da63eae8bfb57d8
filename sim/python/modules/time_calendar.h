// The calendar: seconds since the epoch to dates and back, in UTC; strftime in the C locale.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope::python::modules {

/// A date and time of day, as time.struct_time has it.
struct CalendarTime {
    std::int64_t year = 1970;
    int month = 1;  ///< 1 to 12.
    int day = 1;    ///< 1 to 31.
    int hour = 0;
    int minute = 0;
    int second = 0;    ///< 0 to 61.
    int weekday = 3;   ///< Monday is 0.
    int year_day = 1;  ///< 1 to 366.
    int dst = 0;
};

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar.
std::int64_t days_from_civil(std::int64_t year, int month, int day);
/// time.gmtime(seconds); the simulated machine's zone is UTC, so time.localtime as well.
CalendarTime calendar_time(std::int64_t seconds);
/// calendar.timegm(time): weekday and year_day are ignored, other fields may be out of range.
std::int64_t seconds_of(const CalendarTime& time);

/// time.strftime(format, time) as glibc does it in the C locale.
std::string format_time(std::string_view format, const CalendarTime& time);
/// "Sat Jan  1 00:00:00 2000". time.asctime
std::string ascii_time(const CalendarTime& time);

extern const char* const kMonthNames[12];
extern const char* const kDayNames[7];  ///< From Monday.

}  // namespace loopscope::python::modules
