namespace ElasticMoE.Contracts;

/// <summary>
/// Something given from outside (a file, a field, an argument) can't be used. The message is one line that names the thing and the
/// cause; the command line prints it as it stands and exits with <see cref="Exit"/>.
/// </summary>
public sealed class InputException : Exception
{
    /// <param name="subject">What can't be used: a file's path, a field's or a tensor's name.</param>
    /// <param name="cause">Why, in words that help to mend it.</param>
    /// <param name="exit">The exit code of a command that ends with this.</param>
    /// <param name="inner">The exception underneath, if any.</param>
    public InputException(string subject, string cause, ExitCode exit = ExitCode.Failure, Exception? inner = null)
        : base(OneLine($"{subject}: {cause}"), inner)
    {
        Subject = subject;
        Exit = exit;
    }

    /// <summary>What can't be used.</summary>
    public string Subject { get; }

    /// <summary>The exit code of a command that ends with this.</summary>
    public ExitCode Exit { get; }

    /// <summary>Names and quotations from hostile files may be long and hold line breaks and control characters; the message stays one short line.</summary>
    private static string OneLine(string text)
    {
        if (text.Length > Limits.MessageCharactersMax)
            text = text[..(Limits.MessageCharactersMax - 1)] + "…";
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
        });
    }
}
