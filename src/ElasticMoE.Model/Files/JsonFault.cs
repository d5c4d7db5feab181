using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Files;

/// <summary>Says where JSON is wrong. A parser's own message may quote all the rest of the file.</summary>
internal static class JsonFault
{
    /// <param name="subject">The file.</param>
    /// <param name="what">Its part that should be JSON, with the verb: "the header is".</param>
    /// <param name="fault">What the parser threw.</param>
    public static InputException In(string subject, string what, Exception fault) => new(
        subject,
        fault is JsonException { LineNumber: { } line, BytePositionInLine: { } at }
            ? $"{what} not valid JSON at line {line + 1}, byte {at + 1}"
            : $"{what} not valid JSON: {fault.Message}",
        inner: fault);
}
