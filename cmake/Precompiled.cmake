# loopscope_precompile(TARGET) and loopscope_precompile_tests(TARGET): let the target share one
# precompiled header (precompiled.h; for tests, GoogleTest's too).
# Only with g++, so that the clang preset still sees whether each file includes what it uses.
set(LOOPSCOPE_PRECOMPILED_HEADER "${CMAKE_CURRENT_LIST_DIR}/precompiled.h")
set(LOOPSCOPE_PRECOMPILED_SOURCE "${CMAKE_BINARY_DIR}/precompiled.cpp")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(LOOPSCOPE_PRECOMPILED ON)
  # Lets ccache see what the header holds.
  target_compile_options(loopscope_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
  file(CONFIGURE OUTPUT "${LOOPSCOPE_PRECOMPILED_SOURCE}"
       CONTENT "// Nothing of its own: it carries a precompiled header.\n")
else()
  set(LOOPSCOPE_PRECOMPILED OFF)
endif()

function(loopscope_share_header target carrier libraries headers)
  if(NOT LOOPSCOPE_PRECOMPILED)
    return()
  endif()
  if(NOT TARGET ${carrier})
    add_library(${carrier} OBJECT "${LOOPSCOPE_PRECOMPILED_SOURCE}")
    target_link_libraries(${carrier} PRIVATE loopscope_flags ${libraries})
    target_precompile_headers(${carrier} PRIVATE ${headers})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${carrier})
endfunction()

function(loopscope_precompile target)
  loopscope_share_header(${target} loopscope_precompiled fmt::fmt "${LOOPSCOPE_PRECOMPILED_HEADER}")
endfunction()

function(loopscope_precompile_tests target)
  loopscope_share_header(${target} loopscope_precompiled_tests "fmt::fmt;GTest::gtest;GTest::gmock"
                         "${LOOPSCOPE_PRECOMPILED_HEADER};<gmock/gmock.h>;<gtest/gtest.h>")
endfunction()
