# Compiler settings that hold for every target of our own.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(LOOPSCOPE_CCACHE ccache)
if(LOOPSCOPE_CCACHE)
  # Precompiled headers are cached by what they hold, not by when they were written.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros "${LOOPSCOPE_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER "${LOOPSCOPE_CCACHE}")
endif()

# A build that is linked many times a day is linked by mold where it is: a tenth of the time.
find_program(LOOPSCOPE_MOLD mold)
if(LOOPSCOPE_MOLD AND NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  add_link_options(-fuse-ld=mold)
endif()

# loopscope_flags: warnings as errors, and arithmetic that gives the same doubles everywhere.
# -ffp-contract=off forbids fused multiply-add, which would change virtual times between machines.
add_library(loopscope_flags INTERFACE)
target_compile_options(loopscope_flags INTERFACE
  -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  -ffp-contract=off
  $<$<NOT:$<CONFIG:Release>>:-fno-omit-frame-pointer>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these inside inlined coroutine frames and std::string where nothing is wrong.
  target_compile_options(loopscope_flags INTERFACE
    -Wno-maybe-uninitialized -Wno-restrict -Wno-dangling-pointer -Wno-array-bounds
    -Wno-stringop-overflow -Wno-stringop-overread -Wno-free-nonheap-object)
endif()
target_include_directories(loopscope_flags INTERFACE "${PROJECT_SOURCE_DIR}")

set(LOOPSCOPE_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")
if(LOOPSCOPE_SANITIZE)
  add_compile_options(-fsanitize=${LOOPSCOPE_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LOOPSCOPE_SANITIZE})
  add_compile_definitions(LOOPSCOPE_SANITIZED=1)
endif()
if(LOOPSCOPE_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "LOOPSCOPE_FUZZ needs clang: use the preset fuzz.")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
