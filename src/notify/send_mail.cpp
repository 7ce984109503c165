#include <Poco/Net/Context.h>
#include <Poco/Net/MailMessage.h>
#include <Poco/Net/MailRecipient.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/RejectCertificateHandler.h>
#include <Poco/Net/SMTPClientSession.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/StringPartSource.h>

#include "notify/deadline.h"
#include "notify/delivery.h"
#include "report/text.h"

namespace verilot {

namespace {

namespace net = Poco::Net;

net::Context::Ptr trust(const std::string& authority) {
  net::Context::Ptr context = new net::Context(net::Context::CLIENT_USE, authority,
                                               net::Context::VERIFY_STRICT, 9, authority.empty());
  context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
  // Without a handler of its own the library would ask at the terminal.
  static const bool kSet = [&] {
    net::initializeSSL();
    net::SSLManager::instance().initializeClient(nullptr, new net::RejectCertificateHandler(false),
                                                 context);
    return true;
  }();
  (void)kSet;
  return context;
}

// Poco's secure session takes no connected socket with the name of its host, which is what
// the certificate is compared with.
class Session : public net::SMTPClientSession {
 public:
  using SMTPClientSession::SMTPClientSession;

  void start_tls(const std::string& host, const net::Context::Ptr& context) {
    std::string response;
    if (sendCommand("STARTTLS", response) / 100 != 2)
      throw DeliveryError("the server offers no STARTTLS, and nothing is sent without it", false);
    socket() = net::SecureStreamSocket::attach(socket(), host, context);
  }
};

// Waiting for one answer takes no longer than there is for all of them.
net::StreamSocket connected(const MailTarget& target, const net::Context::Ptr& context,
                            Deadline& deadline) {
  net::StreamSocket socket;
  const net::SocketAddress address(target.server, static_cast<Poco::UInt16>(target.port));
  const Poco::Timespan timeout(deadline.left().count());
  if (timeout == 0) throw Poco::TimeoutException();
  socket.connect(address, timeout);
  deadline.watch(socket.impl()->sockfd());
  socket.setReceiveTimeout(timeout);
  socket.setSendTimeout(timeout);
  if (target.security != MailSecurity::tls) return socket;
  return net::SecureStreamSocket::attach(socket, target.server, context);
}

void fill(net::MailMessage& mail, const MailTarget& target, const Message& message) {
  mail.setSender(target.from);
  for (const std::string& to : target.to)
    mail.addRecipient(net::MailRecipient(net::MailRecipient::PRIMARY_RECIPIENT, to));
  mail.setSubject(net::MailMessage::encodeWord(message.subject));
  mail.set("Message-ID", "<" + message.id + "@verilot>");
  mail.setContentType("multipart/alternative");
  const auto part = [&](const std::string& text, const std::string& type) {
    mail.addPart("", new net::StringPartSource(text, type), net::MailMessage::CONTENT_INLINE,
                 net::MailMessage::ENCODING_QUOTED_PRINTABLE);
  };
  part(message.text, "text/plain; charset=UTF-8");
  part(message.html, "text/html; charset=UTF-8");
}

void deliver(const MailTarget& target, const Message& message, Deadline& deadline) {
  net::Context::Ptr context;
  if (target.security != MailSecurity::none) context = trust(target.authority);
  Session session(connected(target, context, deadline));
  session.setTimeout(Poco::Timespan(deadline.left().count()));
  session.login("verilot");
  if (target.security == MailSecurity::starttls) {
    session.start_tls(target.server, context);
    session.login("verilot");
  }
  if (!target.user.empty())
    session.login("verilot", net::SMTPClientSession::AUTH_LOGIN, target.user,
                  read_secret(target.password));
  net::MailMessage mail;
  fill(mail, target, message);
  session.sendMessage(mail);
  try {
    session.close();
  } catch (const Poco::Exception&) {
    // The message was taken; how the server says goodbye does not matter.
  }
}

// What a server says is a few words to be printed.
std::string quoted(const std::string& said) {
  constexpr std::size_t kLongest = 300;
  return cut(printable(said), kLongest);
}

// As deliver(); every fault is a DeliveryError.
void attempt(const MailTarget& target, const Message& message, Deadline& deadline) {
  try {
    deliver(target, message, deadline);
  } catch (const net::SMTPException& error) {
    // Numbers from 500 on are final (RFC 5321, section 4.2.1).
    throw DeliveryError("the server answered " + quoted(error.message()),
                        error.code() < 500 && error.message().find(": 5") == std::string::npos);
  } catch (const net::SSLException& error) {
    throw DeliveryError("no trusted connection: " + quoted(error.displayText()), false);
  } catch (const Poco::TimeoutException&) {
    throw DeliveryError("no answer in time", true);
  } catch (const Poco::Exception& error) {
    throw DeliveryError(quoted(error.displayText()), true);
  } catch (const DeliveryError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw DeliveryError(quoted(error.what()), false);
  }
}

}  // namespace

void send_mail(const MailTarget& target, const Message& message, int timeout_seconds) {
  const std::string to = shown_target(target) + ": ";
  Deadline deadline{std::chrono::seconds(timeout_seconds)};
  try {
    attempt(target, message, deadline);
  } catch (const DeliveryError& error) {
    // A connection that was shut looks like anything.
    const std::string late = deadline.fault();
    if (!late.empty()) throw DeliveryError(to + late, true);
    throw DeliveryError(to + error.what(), error.may_help);
  }
}

std::string shown_target(const MailTarget& target) {
  return "mail by " + target.server + ":" + std::to_string(target.port);
}

}  // namespace verilot
