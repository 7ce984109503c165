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

#include "notify/delivery.h"

namespace verilot {

namespace {

namespace net = Poco::Net;

net::Context::Ptr trust(const std::string& authority) {
  net::Context::Ptr context = new net::Context(net::Context::CLIENT_USE, authority,
                                               net::Context::VERIFY_STRICT, 9, authority.empty());
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

net::StreamSocket connected(const MailTarget& target, const net::Context::Ptr& context,
                            const Poco::Timespan& timeout) {
  net::StreamSocket socket;
  socket.connect(net::SocketAddress(target.server, static_cast<Poco::UInt16>(target.port)),
                 timeout);
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

void deliver(const MailTarget& target, const Message& message, const Poco::Timespan& timeout) {
  net::Context::Ptr context;
  if (target.security != MailSecurity::none) context = trust(target.authority);
  Session session(connected(target, context, timeout));
  session.setTimeout(timeout);
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

}  // namespace

void send_mail(const MailTarget& target, const Message& message, int timeout_seconds) {
  const std::string to = shown_target(target) + ": ";
  try {
    deliver(target, message, Poco::Timespan(timeout_seconds, 0));
  } catch (const net::SMTPException& error) {
    // Numbers from 500 on are final (RFC 5321, section 4.2.1).
    throw DeliveryError(to + "the server answered " + error.message(),
                        error.code() < 500 && error.message().find(": 5") == std::string::npos);
  } catch (const net::SSLException& error) {
    throw DeliveryError(to + "no trusted connection: " + error.displayText(), false);
  } catch (const Poco::TimeoutException&) {
    throw DeliveryError(to + "no answer within " + std::to_string(timeout_seconds) + " seconds",
                        true);
  } catch (const Poco::Exception& error) {
    throw DeliveryError(to + error.displayText(), true);
  } catch (const DeliveryError& error) {
    throw DeliveryError(to + error.what(), error.may_help);
  } catch (const std::runtime_error& error) {
    throw DeliveryError(to + error.what(), false);
  }
}

std::string shown_target(const MailTarget& target) {
  return "mail by " + target.server + ":" + std::to_string(target.port);
}

}  // namespace verilot
