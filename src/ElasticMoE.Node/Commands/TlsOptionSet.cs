using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Commands;

/// <summary>The options `--tls-cert`, `--tls-key` and `--tls-ca`: all or none.</summary>
internal sealed class TlsOptionSet
{
    private readonly Option<string?> _certificate = new("--tls-cert") { Description = "TLS on TCP links: this cluster's certificate, PEM.", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--tls-key") { Description = "Its private key, PEM.", HelpName = "FILE" };
    private readonly Option<string?> _trusted = new("--tls-ca") { Description = "The authority that peers' certificates are issued under, or those certificates themselves, PEM.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Options.Add(_certificate);
        command.Options.Add(_key);
        command.Options.Add(_trusted);
    }

    /// <summary>The files, which have been read once; null where none are given.</summary>
    /// <exception cref="InputException">Only some are given (exit code: usage), or one isn't what it has to be.</exception>
    public TlsFiles? Read(ParseResult parsed, bool isTcp)
    {
        string?[] given = [parsed.GetValue(_certificate), parsed.GetValue(_key), parsed.GetValue(_trusted)];
        if (given.All(file => file is null))
            return null;
        if (given.Any(file => file is null))
            throw new InputException("--tls-cert, --tls-key, --tls-ca", "belong together; one is missing", ExitCode.Usage);
        if (!isTcp)
            throw new InputException("--tls-cert", "is for --transport tcp; sockets of one machine need no TLS", ExitCode.Usage);
        var files = new TlsFiles(Path.GetFullPath(given[0]!), Path.GetFullPath(given[1]!), Path.GetFullPath(given[2]!));
        TlsFiles.Load(files);
        return files;
    }
}
