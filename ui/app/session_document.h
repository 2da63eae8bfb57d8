// The real document: a session.
#pragma once

#include <memory>
#include <string>

#include "sim/base/result.h"
#include "sim/session/session.h"
#include "sim/trace/trace_file.h"
#include "ui/app/document.h"

namespace loopscope::ui {

/// A session as a document.
std::unique_ptr<Document> document_of(std::unique_ptr<session::Session> session);

/// Opens a program or a trace as a session. Errors: those of Session::open().
base::Result<std::unique_ptr<Document>> open_document(const std::string& path,
                                                      const session::RunOptions& options);

/// The beginning of a run, for its small picture; null when it can't be opened.
std::unique_ptr<Document> peek_document(const std::string& path);

/// Opens a program given as text. Errors: a broken metadata block.
base::Result<std::unique_ptr<Document>> open_source(const std::string& source,
                                                    const std::string& name,
                                                    const session::RunOptions& options);

/// The same with other things happening from outside: "what if".
base::Result<std::unique_ptr<Document>> open_changed(const std::string& source,
                                                     const std::string& name,
                                                     const Stimuli& stimuli,
                                                     session::RunOptions options);

}  // namespace loopscope::ui
