"""The exercises of each lesson: what is asked, how an answer is read, what each mistake is asked back."""
