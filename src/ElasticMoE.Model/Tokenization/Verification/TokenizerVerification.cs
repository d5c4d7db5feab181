using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tokenization.Verification;

/// <summary>Compares a tokenizer with reference data: the `cases.json` that stands beside it.</summary>
public static class TokenizerVerification
{
    /// <summary>
    /// Checks a directory and reports one line per group of cases: encoding without and with additions, decoding at once and as a stream.
    /// </summary>
    /// <param name="directory">Holds `tokenizer.json` and `cases.json`, a list of {text, ids, ids_special, decoded}.</param>
    /// <param name="line">Takes each line.</param>
    /// <returns>Whether all cases hold.</returns>
    /// <exception cref="Contracts.InputException">A file can't be used.</exception>
    public static bool Run(string directory, Action<string> line)
    {
        Tokenizer tokenizer = Tokenizer.Load(directory);
        TokenizerCase[] cases = [.. JsonFile.Read(Path.Combine(directory, "cases.json")).Items().Select(TokenizerCase.Read)];
        CaseGroup[] groups =
        [
            new("encode", Ids(static c => c.Ids), c => Show(tokenizer.Encode(c.Text, addSpecial: false))),
            new("encode with additions", Ids(static c => c.IdsSpecial), c => Show(tokenizer.Encode(c.Text, addSpecial: true))),
            new("decode", static c => c.Decoded, c => tokenizer.Decode(c.IdsSpecial, skipSpecial: true)),
            new("decode as a stream", static c => c.Decoded, c => Stream(tokenizer, c.IdsSpecial)),
        ];
        bool holds = true;
        foreach (CaseGroup group in groups)
            holds &= group.Check(directory, cases, line);
        return holds;
    }

    private static Func<TokenizerCase, string> Ids(Func<TokenizerCase, int[]> ids) => c => Show(ids(c));

    private static string Show(int[] ids) => $"[{string.Join(' ', ids)}]";

    private static string Stream(Tokenizer tokenizer, int[] ids)
    {
        var decoder = new StreamingDecoder(tokenizer, skipSpecial: true);
        return string.Concat(ids.Select(decoder.Push)) + decoder.Flush();
    }
}
