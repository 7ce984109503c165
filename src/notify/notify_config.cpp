#include "notify/notify_config.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "yaml/yaml.h"

namespace verilot {

namespace {

class ConfigReader {
 public:
  explicit ConfigReader(Problems& problems) : problems_(problems) {}

  NotifyConfig read(const YamlNode& root) {
    refuse_unknown_keys(root, {"mail", "webhook", "when", "attempts", "first_wait", "timeout"},
                        problems_);
    NotifyConfig config;
    if (const YamlNode* mail = root.find("mail")) config.mail = mail_of(*mail);
    if (const YamlNode* webhook = root.find("webhook")) config.webhook = webhook_of(*webhook);
    if (!config.mail && !config.webhook)
      fault(root.where, "nobody is told: write mail:, webhook: or both");
    config.only_changes = word(root, "when", {"always", "changes"}, 0) == 1;
    config.attempts = number(root, "attempts", 1, 20, config.attempts);
    config.first_wait_seconds = number(root, "first_wait", 0, 3'600, config.first_wait_seconds);
    config.timeout_seconds = number(root, "timeout", 1, 600, config.timeout_seconds);
    return config;
  }

 private:
  void fault(const SourceLocation& where, const std::string& message) {
    problems_.push_back({ProblemLevel::error, where, message});
  }

  MailTarget mail_of(const YamlNode& node) {
    refuse_unknown_keys(
        node, {"server", "port", "tls", "certificate_authority", "user", "password", "from", "to"},
        problems_);
    MailTarget mail;
    mail.server = required(node, "server");
    constexpr MailSecurity kKinds[] = {MailSecurity::starttls, MailSecurity::tls,
                                       MailSecurity::none};
    mail.security = kKinds[word(node, "tls", {"starttls", "implicit", "none"}, 0)];
    mail.port = number(node, "port", 1, 65'535, mail.security == MailSecurity::tls ? 465 : 587);
    mail.authority = authority(node);
    mail.user = text_member(node, "user", problems_);
    mail.password = secret(node, "password");
    if (mail.user.empty() != mail.password.is_none())
      fault(node.where, "'user' and 'password' belong together");
    if (!mail.user.empty() && mail.security == MailSecurity::none)
      fault(node.where, "a password is not sent without TLS: write tls: starttls or tls: implicit");
    mail.from = required(node, "from");
    mail.to = text_list_member(node, "to", problems_);
    if (mail.to.empty()) fault(node.where, "'to' is missing: a list of addresses");
    std::vector<std::string> addresses = mail.to;
    if (!mail.from.empty()) addresses.push_back(mail.from);
    for (const std::string& address : addresses) check_address(node, address);
    return mail;
  }

  void check_address(const YamlNode& node, const std::string& address) {
    const bool plain = std::ranges::none_of(
        address, [](unsigned char c) { return c < 0x20 || c == 0x7f || c == ','; });
    if (!plain || address.find('@') == std::string::npos)
      fault(node.where, "'" + address + "' is no address: write audit@clinic.example or Name " +
                            "<audit@clinic.example>");
  }

  WebhookTarget webhook_of(const YamlNode& node) {
    refuse_unknown_keys(node, {"url", "secret", "certificate_authority"}, problems_);
    WebhookTarget webhook;
    const YamlNode* url = node.find("url");
    if (url != nullptr && url->is_map()) {
      webhook.secret_url = secret(node, "url");
    } else {
      webhook.url = required(node, "url");
      if (!webhook.url.empty()) check_url(*url, webhook.url);
    }
    webhook.secret = secret(node, "secret");
    if (webhook.secret.is_none())
      fault(node.where, "'secret' is missing: the key that requests are signed with, as " +
                            std::string("{ env: NAME } or { file: PATH }"));
    webhook.authority = authority(node);
    return webhook;
  }

  void check_url(const YamlNode& node, const std::string& url) {
    if (!url.starts_with("https://") && !url.starts_with("http://"))
      fault(node.where, "'url' is no address of the web: write https://host/path");
    const std::size_t host = url.find("//") + 2;
    if (url.substr(host, url.find('/', host) - host).find('@') != std::string::npos)
      fault(node.where,
            "'url' holds a password: name the place of the whole address, as "
            "url: { env: NAME }");
  }

  // { env: NAME } or { file: PATH }.
  SecretPlace secret(const YamlNode& node, const char* key) {
    const YamlNode* place = node.find(key);
    if (place == nullptr) return {};
    if (!place->is_map()) {
      fault(place->where, std::string("'") + key +
                              "' is a secret and has no place here: write { env: NAME } or "
                              "{ file: PATH }");
      return {"", "-"};
    }
    refuse_unknown_keys(*place, {"env", "file"}, problems_);
    SecretPlace found{text_member(*place, "env", problems_),
                      text_member(*place, "file", problems_)};
    if (found.environment.empty() == found.file.empty()) {
      fault(place->where, std::string("'") + key + "' needs one of env and file");
    } else {
      look_for(found, place->where);
    }
    return found;
  }

  void look_for(const SecretPlace& place, const SourceLocation& where) {
    try {
      read_secret(place);
    } catch (const std::runtime_error& error) {
      fault(where, error.what());
    }
  }

  // A file of certificates.
  std::string authority(const YamlNode& node) {
    const std::string file = text_member(node, "certificate_authority", problems_);
    if (!file.empty() && !std::ifstream(file))
      fault(node.find("certificate_authority")->where, "the file " + file + " cannot be read");
    return file;
  }

  std::string required(const YamlNode& node, const char* key) {
    const std::string text = text_member(node, key, problems_);
    if (text.empty()) fault(node.where, std::string("'") + key + "' is missing");
    return text;
  }

  std::size_t word(const YamlNode& node, const char* key, const std::vector<std::string>& words,
                   std::size_t otherwise) {
    const YamlNode* given = node.find(key);
    if (given == nullptr) return otherwise;
    const auto found = std::ranges::find(words, given->text);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::string all;
    for (const std::string& one : words) all += (all.empty() ? "" : ", ") + one;
    fault(given->where,
          std::string("'") + key + "' is one of " + all + did_you_mean(given->text, words));
    return otherwise;
  }

  int number(const YamlNode& node, const char* key, int least, int most, int otherwise) {
    const YamlNode* given = node.find(key);
    if (given == nullptr) return otherwise;
    const bool digits = !given->text.empty() && given->text.size() < 7 &&
                        given->text.find_first_not_of("0123456789") == std::string::npos;
    const int value = digits ? std::stoi(given->text) : -1;
    if (value >= least && value <= most) return value;
    fault(given->where, std::string("'") + key + "' is a whole number from " +
                            std::to_string(least) + " to " + std::to_string(most));
    return otherwise;
  }

  Problems& problems_;
};

}  // namespace

std::string to_string(const SecretPlace& place) {
  return place.environment.empty() ? "the file " + place.file
                                   : "the environment variable " + place.environment;
}

std::string read_secret(const SecretPlace& place) {
  constexpr std::size_t kLongest = 4'096;
  std::string secret;
  if (!place.environment.empty()) {
    const char* value = std::getenv(place.environment.c_str());
    if (value != nullptr) secret = value;
  } else {
    std::ifstream file(place.file);
    std::getline(file, secret);
  }
  while (secret.ends_with('\r') || secret.ends_with('\n')) secret.pop_back();
  if (secret.empty() || secret.size() > kLongest)
    throw std::runtime_error(to_string(place) +
                             " holds no secret, or one of more than 4,096 bytes");
  return secret;
}

NotifyConfig load_notify_config(const std::string& path, Problems& problems) {
  const LoadedYaml loaded = load_file(path, path);
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  if (any_error(problems)) return {};
  return ConfigReader(problems).read(loaded.root);
}

}  // namespace verilot
