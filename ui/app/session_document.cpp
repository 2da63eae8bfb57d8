// The real document: a session.
#include "ui/app/session_document.h"

#include <filesystem>

namespace loopscope::ui {
namespace {

class SessionDocument : public Document {
  public:
    explicit SessionDocument(std::unique_ptr<session::Session> session)
        : session_(std::move(session)) {}

    trace::Timeline& timeline() override { return session_->timeline(); }
    const trace::TraceHeader& header() const override { return session_->header(); }
    const session::Scenario& scenario() const override { return session_->scenario(); }
    std::string_view name() const override { return session_->name(); }
    std::string_view source() const override { return session_->source(); }
    bool is_recording() const override { return session_->is_recording(); }
    const base::Failure& damage() const override { return session_->damage(); }
    double loaded() const override { return session_->loaded(); }
    const Stimuli& stimuli() const override { return session_->stimuli(); }
    const Stimuli& told_stimuli() const override { return session_->told_stimuli(); }
    bool is_live() const override { return session_->is_live(); }
    void produce(trace::Position events) override {
        if (session_->is_live()) session_->produce(events);
    }

  private:
    std::unique_ptr<session::Session> session_;
};

}  // namespace

std::unique_ptr<Document> document_of(std::unique_ptr<session::Session> session) {
    return std::make_unique<SessionDocument>(std::move(session));
}

base::Result<std::unique_ptr<Document>> open_document(const std::string& path,
                                                      const session::RunOptions& options) {
    auto session = session::Session::open(path, options);
    if (!session) return session.failure();
    return document_of(std::move(session).value());
}

base::Result<std::unique_ptr<Document>> open_source(const std::string& source,
                                                    const std::string& name,
                                                    const session::RunOptions& options) {
    const std::filesystem::path path(name);
    session::RunOptions placed = options;
    placed.folder = path.parent_path().string();
    auto session =
        session::Session::from_source(source, path.filename().string(), std::move(placed));
    if (!session) return session.failure();
    return document_of(std::move(session).value());
}

base::Result<std::unique_ptr<Document>> open_changed(const std::string& source,
                                                     const std::string& name,
                                                     const Stimuli& stimuli,
                                                     session::RunOptions options) {
    options.only_stimuli = stimuli;
    options.what_ifs.clear();
    return open_source(source, name, options);
}

std::unique_ptr<Document> peek_document(const std::string& path) {
    constexpr trace::Position kEvents = 3000;
    session::RunOptions options;
    options.level = trace::Level::Loop;
    auto document = open_document(path, options);
    if (!document) return nullptr;
    std::unique_ptr<Document> made = std::move(document).value();
    made->produce(kEvents);
    return made;
}

}  // namespace loopscope::ui
